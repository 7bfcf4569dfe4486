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
};

/** Runs in the browser that shows a report: text that is put into the page. */
const page: Options = {
  ...bundled,
  entry: { "report-page": "src/report/page/script.ts" },
  format: "iife",
  platform: "browser",
  target: "es2022",
  minify: true,
  outExtension: () => ({ js: ".js" }),
};

// What the library shares with its user, as the classes of errors, stays outside of its build.
export default defineConfig([
  { ...node, entry: ["src/index.ts"] },
  { ...bundled, entry: ["src/cli.ts"] },
  { ...bundled, entry: ["src/worker.ts"] },
  page,
]);
