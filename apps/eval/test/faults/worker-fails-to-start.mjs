// Preloaded with `node --import`: no worker thread gets as far as its first task.
import { isMainThread } from "node:worker_threads";

if (!isMainThread) throw new Error("no thread to be had");
