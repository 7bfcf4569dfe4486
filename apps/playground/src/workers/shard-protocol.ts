import type { ShardAnswer } from "@evalpool/evaluate";

/** What a thread that evaluates shards says: once that it is up, then the answer to each task. */
export type ShardMessage = "ready" | ShardAnswer;
