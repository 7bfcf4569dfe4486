import { DataError, shorten } from "@evalpool/errors";
import type { Comparison, ShardRange } from "@evalpool/evaluate";

/** Which images something was counted on. */
export interface Counted {
  /** What tells, for error messages. */
  readonly file: string;
  readonly dataset: Omit<Comparison["dataset"], "images" | "kind" | "classNames">;
  /** The images that were counted, in order and in as few ranges as can be. */
  readonly ranges: readonly ShardRange[];
}

/** @throws {DataError} that names the second, when the two are not of the same images */
export function requireSameImages(a: Counted, b: Counted): void {
  const differ = (what: string, of: (counted: Counted) => string): void => {
    if (of(a) === of(b)) return;
    const expected = `${what} ${shorten(of(a))}, as ${a.file} has`;
    throw new DataError(b.file, `expected ${expected}, got ${shorten(of(b))}`);
  };
  differ("data set", ({ dataset }) => dataset.name);
  differ("split", ({ dataset }) => dataset.split);
  differ("images of SHA-256", ({ dataset }) => dataset.sha256);
  differ("labels of SHA-256", ({ dataset }) => dataset.labelsSha256);
  differ("images", corruptionOf);
  differ("a total of images of", ({ ranges }) => `${countOf(ranges)}`);
  differ("images", rangesOf);
}

/** What was done to the images. */
function corruptionOf({ dataset: { corruption } }: Counted): string {
  if (corruption === undefined) return "as they are";
  return `corrupted by ${corruption.name}:${corruption.severity}, seed ${corruption.seed}`;
}

function countOf(ranges: readonly ShardRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
}

function rangesOf({ ranges }: Counted): string {
  return ranges.map(({ start, end }) => `${start} to ${end - 1}`).join(", ");
}
