import { isBuiltin } from "node:module";
import { defineConfig, type Options } from "tsup";
import { shared } from "../../tsup.shared.ts";

const node: Options = { ...shared, platform: "node", clean: false };

type Plugin = NonNullable<Options["plugins"]>[number];

/**
 * An import of one of Node.js's own modules reads all of its exports, and so loads what many of
 * them stand for, as WebCrypto. This asks for the module instead, and takes what is used.
 */
const builtins: Plugin = {
  name: "builtins",
  renderChunk: (code) => ({
    code: code.replace(
      /^import ([^";]+) from "([^"]+)";$/gm,
      (statement, names: string, id: string) => (isBuiltin(id) ? take(names, id) : statement),
    ),
  }),
};

/** @param names as "path", "* as path" or "{ join, sep as separator }" */
function take(names: string, id: string): string {
  if (!/^(\w+|\* as \w+|\{[^}]*\})$/.test(names) || /\bdefault as\b/.test(names)) {
    throw new Error(`cannot rewrite: import ${names} from "${id}"`);
  }
  const pattern = names.replace("* as ", "").replaceAll(" as ", ": ");
  return `const ${pattern} = globalThis.process.getBuiltinModule("${id}");`;
}

/**
 * A process and a thread start faster from few files that hold no more than they need. What
 * downloads stays outside: undici is CommonJS, which loses `require` and its names in a bundle. So
 * does what decodes images, which is a library of the system's own kind.
 */
const bundled: Options = {
  ...node,
  noExternal: [/^@evalpool\//, "commander", /^zod\//],
  external: ["undici", "p-retry", "sharp"],
  plugins: [builtins],
  dts: false,
  sourcemap: false,
};

/** Beside what starts it; each file of a thread is whole, so that it loads no more than it needs. */
const worker: Options = { ...bundled, entry: ["src/worker.ts"] };

// What the library shares with its user, as the classes of errors, stays outside of its build. The
// command is what the package `evalpool` is made of.
export default defineConfig([
  { ...node, entry: ["src/index.ts"], outDir: "dist/library" },
  { ...worker, outDir: "dist/library" },
  { ...bundled, entry: ["src/cli.ts"] },
  worker,
  { ...bundled, entry: ["src/predict/onnxruntime-worker.ts"] },
]);
