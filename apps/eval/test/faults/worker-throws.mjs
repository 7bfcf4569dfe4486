// Preloaded with `node --import`: a worker thread throws in the middle of its first shard.
import { isMainThread } from "node:worker_threads";

if (!isMainThread) {
  Math.exp = () => {
    throw new Error("no exponentials today");
  };
}
