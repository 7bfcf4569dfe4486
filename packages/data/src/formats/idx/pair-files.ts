import { parseIdxName } from "./idx-name.js";

/** Names of the files of a split; of the labels where there are any. */
export interface IdxPair {
  readonly images: string;
  readonly labels?: string;
}

/**
 * Puts the IDX files of a directory together, images with their labels.
 *
 * @returns by split; `test` where names say none and no other is
 */
export function pairFiles(names: readonly string[]): Map<string, readonly IdxPair[]> {
  const parsed = names.toSorted(bestFirst).flatMap((name) => {
    const says = parseIdxName(name);
    return says ? [{ name, ...says }] : [];
  });
  const bySplit = new Map<string, IdxPair[]>();
  const seen = new Set<string>();
  const isSaid = parsed.some(({ split }) => split !== undefined);
  for (const { name, holds, pair, split } of parsed) {
    if (holds === "labels" || seen.has(pair) || (isSaid && split === undefined)) continue;
    seen.add(pair);
    const found = parsed.find((other) => other.holds === "labels" && other.pair === pair);
    const pairs = bySplit.get(split ?? "test") ?? [];
    pairs.push({ images: name, ...(found && { labels: found.name }) });
    bySplit.set(split ?? "test", pairs);
  }
  return bySplit;
}

/** Of two files that hold the same: the one that need not be inflated, then that of fewer axes. */
function bestFirst(a: string, b: string): number {
  const isGzip = (name: string): number => Number(/\.gz$/i.test(name));
  return isGzip(a) - isGzip(b) || (a < b ? -1 : 1);
}
