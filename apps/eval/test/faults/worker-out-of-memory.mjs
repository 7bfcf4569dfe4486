// Preloaded with `node --import`: a worker thread uses up its memory in its first shard.
import { isMainThread } from "node:worker_threads";

if (!isMainThread) {
  Math.exp = () => {
    const hoard = [];
    for (;;) hoard.push(new Array(100_000).fill(hoard));
  };
}
