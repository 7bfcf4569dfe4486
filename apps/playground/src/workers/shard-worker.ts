import { openInMemory } from "@evalpool/data";
import { createShardWorker, type ShardTask } from "@evalpool/evaluate";
import type { ShardMessage } from "./shard-protocol.js";

const evaluate = createShardWorker(openInMemory);
const tell = (message: ShardMessage): void => postMessage(message);

onmessage = ({ data }: MessageEvent<ShardTask>) => {
  void evaluate(data).then(tell);
};
tell("ready");
