import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformWithOxc, type Plugin } from "vite";

const source = fileURLToPath(new URL("service-worker/service-worker.ts", import.meta.url));
const publicFiles = readdirSync(new URL("public", import.meta.url));

/**
 * Adds the service worker that keeps the built files. By hand, as it is a few listeners:
 * vite-plugin-pwa, which has Workbox write one, brings 348 packages.
 */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    enforce: "post",
    async generateBundle(_, bundle) {
      const files = ["./", ...publicFiles, ...Object.keys(bundle)].filter(
        (name) => name !== "index.html" && !name.endsWith(".map"),
      );
      const version = createHash("sha256");
      for (const output of Object.values(bundle)) {
        version.update(output.fileName);
        version.update(output.type === "chunk" ? output.code : output.source);
      }
      const { code } = await transformWithOxc(readFileSync(source, "utf8"), source);
      this.emitFile({
        type: "asset",
        fileName: "service-worker.js",
        source: [
          `const FILES = ${JSON.stringify(files)};`,
          `const VERSION = ${JSON.stringify(version.digest("hex").slice(0, 16))};`,
          code,
        ].join("\n"),
      });
    },
  };
}
