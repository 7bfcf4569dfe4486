// Preloaded with `node --import`: a worker thread exits in the middle of its first shard.
import { isMainThread } from "node:worker_threads";

if (!isMainThread) Math.exp = () => process.exit(7);
