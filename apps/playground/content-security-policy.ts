import { datasets } from "@evalpool/mnist";
import { zoo } from "@evalpool/models";
import type { Plugin } from "vite";

/** Where published data and weights may be fetched from: nothing else is asked for anything. */
function origins(): string[] {
  const urls = [
    ...datasets.filter(({ name }) => name === "mnist").flatMap(({ mirrors }) => mirrors),
    ...[...zoo.values()].flatMap(({ remote }) => remote?.urls ?? []),
  ];
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** Says on the built page what it may load, run and ask for. */
export function contentSecurityPolicy(): Plugin {
  const policy = {
    "default-src": ["'none'"],
    // Kernels are WebAssembly.
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "worker-src": ["'self'"],
    "style-src": ["'self'"],
    // Charts have attributes of style.
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'", ...origins()],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  };
  const content = Object.entries(policy).map(([name, values]) => `${name} ${values.join(" ")}`);
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: content.join("; ") },
        injectTo: "head-prepend",
      },
    ],
  };
}
