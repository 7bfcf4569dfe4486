import type { ShardRange } from "./plan-shards.js";

/**
 * Hands on shards that arrive in any order as the indices have them, each as soon as those before
 * it have come.
 *
 * @param spans what they are of, in order
 */
export function inOrder<Shard extends { readonly range: ShardRange }>(
  spans: readonly ShardRange[],
  handOn: (shard: Shard) => void,
): (shard: Shard) => void {
  const waiting = new Map<number, Shard>();
  /** Where a span goes on behind another. */
  const jumps = new Map(spans.map(({ end }, i) => [end, spans[i + 1]?.start]));
  let next = spans[0]?.start;
  return (arrived) => {
    waiting.set(arrived.range.start, arrived);
    for (let shard; next !== undefined && (shard = waiting.get(next)) !== undefined;) {
      waiting.delete(next);
      handOn(shard);
      const { end } = shard.range;
      next = jumps.has(end) ? jumps.get(end) : end;
    }
  };
}
