import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles what runs in the browser that shows a report, and writes it as text for the page. */
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("src/page/script.ts", import.meta.url))],
  bundle: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  minify: true,
  write: false,
});
const script = outputFiles[0]?.text ?? "";
writeFileSync(
  new URL("src/page-script.generated.ts", import.meta.url),
  `// Made by build-page.ts from page/; not kept in the repository.
export const pageScript = ${JSON.stringify(script)};
`,
);
