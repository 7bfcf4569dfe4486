import type { ShardRange } from "./plan-shards.js";

/**
 * Hands on shards that arrive in any order as the indices have them, each as soon as those before
 * it have come.
 */
export function inOrder<Shard extends { readonly range: ShardRange }>(
  handOn: (shard: Shard) => void,
): (shard: Shard) => void {
  const waiting = new Map<number, Shard>();
  let next = 0;
  return (arrived) => {
    waiting.set(arrived.range.start, arrived);
    for (let shard; (shard = waiting.get(next)) !== undefined; next = shard.range.end) {
      waiting.delete(next);
      handOn(shard);
    }
  };
}
