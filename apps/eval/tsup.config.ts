import { defineConfig, type Options } from "tsup";
import { shared } from "../../tsup.shared.ts";

const node: Options = { ...shared, platform: "node", clean: false };

/**
 * A process and a thread start faster from few files that hold no more than they need. What
 * downloads stays outside: undici is CommonJS, which loses `require` and its names in a bundle.
 */
const bundled: Options = {
  ...node,
  noExternal: [/^@evalpool\//, "commander", /^zod\//],
  external: ["undici", "p-retry"],
  dts: false,
  sourcemap: false,
  esbuildOptions(options) {
    // Commander loads it, and with it much of Node.js, for subcommands that are programs of their own.
    options.alias = { child_process: "./src/no-child-process.ts" };
  },
};

// What the library shares with its user, as the classes of errors, stays outside of its build.
export default defineConfig([
  { ...node, entry: ["src/index.ts"] },
  { ...bundled, entry: ["src/cli.ts"] },
  { ...bundled, entry: ["src/worker.ts"] },
]);
