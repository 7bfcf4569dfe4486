import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { readResult, type Result } from "./results.ts";
import { suites } from "./suites.ts";
import { formatMarkdown } from "./table.ts";

const BEGIN = "<!-- pnpm bench --readme -->";
const END = "<!-- end of pnpm bench --readme -->";

/** What the README shows; the others' results are in their files. */
const shown = ["models", "scaling", "cold-start", "memory", "batch-sizes"];

/**
 * Writes the tables between the README's two markers from the last results.
 *
 * @throws {Error} when the markers are missing or nothing was measured
 */
export async function updateReadme(): Promise<void> {
  const file = fileURLToPath(new URL("../../../README.md", import.meta.url));
  const readme = await readFile(file, "utf8");
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`README.md: expected ${BEGIN} … ${END}`);
  const results = await Promise.all(shown.map(readResult));
  const measured = results.filter((result) => result !== undefined);
  if (measured.length === 0) throw new Error("nothing was measured yet: run pnpm bench");
  const head = readme.slice(0, begin + BEGIN.length);
  const text = [head, ...measured.map(describe), readme.slice(end)].join("\n\n");
  await writeFile(file, await format(text, { parser: "markdown", printWidth: 100 }));
}

function describe({ suite: name, machine, data }: Result): string {
  const suite = suites.find((suite) => suite.name === name)!;
  const tables = suite.tabulate(data).map(formatMarkdown);
  const picture = suite.plot ? [`![${name}](apps/bench/results/${name}.svg)`] : [];
  const { cpu, cores, node, date, load } = machine;
  const where = `<sub>${cpu}, ${cores} cores, Node.js ${node}, ${date}, load ${load} before</sub>`;
  return [...tables, ...picture, where].join("\n\n");
}
