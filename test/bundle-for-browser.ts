import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * A module with all that it imports, now or later, as one script for a browser, which sets the global
 * variable `face` to what the module exports.
 *
 * @param module as an `import` in `directory` would have it
 * @throws {Error} that names what a browser does not have, as `node:fs`
 */
export async function bundleForBrowser(module: string, directory: URL): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(module)};`,
      resolveDir: fileURLToPath(directory),
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "face",
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("");
}
