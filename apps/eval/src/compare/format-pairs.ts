import { required } from "@evalpool/errors";
import type { ComparedImage, Comparison, PairedTest } from "@evalpool/evaluate";
import { nameClasses } from "@evalpool/metrics";
import { cutTo } from "../terminal/columns.js";
import { wrap } from "../terminal/entry.js";
import { formatCount, formatInteger } from "../terminal/numbers.js";
import type { ComparisonLines } from "./comparison-lines.js";

/** Images that are told of those that broke, and of those that were mended. */
const MOST_IMAGES = 5;

/** On how many images which of the two is right, what that says, and the first of those images. */
export function formatPairs(comparison: Comparison, lines: ComparisonLines): string[] {
  const { mcNemar, broken = [], mended = [] } = comparison;
  if (mcNemar === undefined) {
    const told = "give two models, or --samples A.jsonl B.jsonl, for McNemar's test";
    return wrap(told, lines.columns);
  }
  return [
    "images",
    lines.line("", "B right", "B wrong"),
    lines.line("A right", formatInteger(mcNemar.bothRight), formatInteger(mcNemar.onlyA)),
    lines.line("A wrong", formatInteger(mcNemar.onlyB), formatInteger(mcNemar.bothWrong)),
    "",
    ...wrap(`McNemar's test (${mcNemar.method}): ${formatP(mcNemar)}`, lines.columns),
    ...formatImages("broke: A right, B wrong", broken, comparison, lines),
    ...formatImages("mended: A wrong, B right", mended, comparison, lines),
  ];
}

/** `p = 0.0312`; of what is below all that a float64 tells, the bound. */
export function formatP({ pValue }: Pick<PairedTest, "pValue">): string {
  if (pValue === 0) return "p < 1e-300";
  return `p = ${pValue < 1e-4 ? pValue.toExponential(1) : pValue.toFixed(4)}`;
}

function formatImages(
  what: string,
  images: readonly ComparedImage[],
  { a, dataset }: Comparison,
  lines: ComparisonLines,
): string[] {
  if (images.length === 0) return [];
  const names = nameClasses(a.f1.length, dataset.classNames, {
    cut: (name) => cutTo(name, lines.cellWidth),
  });
  const nameOf = (label: number): string => required(names[label], `class ${label}`);
  const left = images.length - MOST_IMAGES;
  return [
    "",
    ...wrap(`${formatCount(images.length, "image")} ${what}`, lines.columns),
    lines.line("  index", "label", "A reads", "B reads"),
    ...images
      .slice(0, MOST_IMAGES)
      .map((image) =>
        lines.line(`  ${image.index}`, ...[image.label, image.a, image.b].map(nameOf)),
      ),
    ...(left > 0 ? wrap(`  … and ${formatInteger(left)} more; --json has all`, lines.columns) : []),
  ];
}
