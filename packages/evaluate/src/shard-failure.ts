import { EvalpoolError, ShardError } from "@evalpool/errors";
import type { ShardRange } from "./plan-shards.js";

/**
 * What a run ends in that cannot evaluate a shard: what is foreseen, as images that cannot be read,
 * is told as it is; all else is the shard's own failure.
 */
export function shardFailure(cause: unknown, shard: ShardRange): EvalpoolError {
  if (cause instanceof EvalpoolError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ShardError(shard, reason, { cause });
}
