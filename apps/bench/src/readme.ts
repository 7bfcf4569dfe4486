import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { required } from "@evalpool/errors";
import { format } from "prettier";
import { readResult, type Result } from "./results.ts";
import { suites } from "./suites.ts";
import { formatMarkdown } from "./table.ts";

const BEGIN = "<!-- pnpm bench --tables -->";
const END = "<!-- end of pnpm bench --tables -->";

/** What docs/speed.md shows; the others' results are in their files. */
const shown = [
  ...["models-mlp", "models-simple", "models-deep", "model-files", "convolutions"],
  ...["reading", "scaling", "cold-start", "memory", "batch-sizes", "queue"],
];

/**
 * Writes the tables between the two markers of docs/speed.md from the last results.
 *
 * @throws {Error} when the markers are missing or nothing was measured
 */
export async function updateTables(): Promise<void> {
  const file = fileURLToPath(new URL("../../../docs/speed.md", import.meta.url));
  const page = await readFile(file, "utf8");
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`docs/speed.md: expected ${BEGIN} … ${END}`);
  const results = await Promise.all(shown.map(readResult));
  const measured = results.filter((result) => result !== undefined);
  if (measured.length === 0) throw new Error("nothing was measured yet: run pnpm bench");
  const head = page.slice(0, begin + BEGIN.length);
  const text = [head, ...measured.map(describe), page.slice(end)].join("\n\n");
  await writeFile(file, await format(text, { parser: "markdown", printWidth: 100 }));
}

function describe({ suite: name, machine, data }: Result): string {
  const suite = required(
    suites.find((suite) => suite.name === name),
    `suite ${name}`,
  );
  const tables = suite.tabulate(data).map(formatMarkdown);
  const picture = suite.plot ? [`![${name}](../apps/bench/results/${name}.svg)`] : [];
  const { cpu, cores, node, date, load } = machine;
  const where = `<sub>${cpu}, ${cores} cores, Node.js ${node}, ${date}, load ${load} before</sub>`;
  return [...tables, ...picture, where].join("\n\n");
}
