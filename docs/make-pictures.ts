// Makes the pictures that README.md and docs/ show, from the built command: `pnpm run docs:pictures`.
// That of the playground is made by apps/playground/make-picture.ts.
// The report is of MNIST as the command finds it: in $EVALPOOL_DATA, the cache, or the internet.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromiumFlags, chromiumPath } from "../test/chromium.ts";

const directory = mkdtempSync(join(tmpdir(), "evalpool-pictures-"));
try {
  const [report, plot] = [join(directory, "report.html"), join(directory, "plot.svg")];
  evalpool("eval", "--dataset", "mnist", "--repeat", "20", "--report", report);
  photograph(report, "report.png", 1280, 1120);
  evalpool("plot", "step", "sigmoid", "relu", "--out", plot);
  photograph(plot, "activations.png", ...sizeOfSvg(plot));
} finally {
  rmSync(directory, { recursive: true });
}

function evalpool(...args: string[]): void {
  const cli = fileURLToPath(new URL("../apps/eval/dist/cli.js", import.meta.url));
  execFileSync(process.execPath, [cli, ...args], { stdio: ["ignore", "ignore", "inherit"] });
}

function photograph(file: string, name: string, width: number, height: number): void {
  if (chromiumPath === undefined) throw new Error("expected chromium on PATH or as CHROME_PATH");
  const picture = fileURLToPath(new URL(name, import.meta.url));
  const args = [
    "--headless",
    "--hide-scrollbars",
    ...chromiumFlags,
    `--user-data-dir=${join(directory, "profile")}`,
    `--window-size=${width},${height}`,
    `--screenshot=${picture}`,
    pathToFileURL(file).href,
  ];
  execFileSync(chromiumPath, args, { stdio: "ignore" });
}

/** In pixels, as its root element says. */
function sizeOfSvg(file: string): [number, number] {
  const [root = ""] = /<svg[^>]*>/.exec(readFileSync(file, "utf8")) ?? [];
  const length = (name: string): number =>
    Number(new RegExp(` ${name}="([\\d.]+)"`).exec(root)?.[1]);
  return [length("width"), length("height")];
}
