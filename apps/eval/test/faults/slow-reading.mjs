// Imported first: each read of images takes some milliseconds longer, in the threads that evaluate.
import fs from "node:fs";
import { isMainThread } from "node:worker_threads";

if (!isMainThread) {
  const { readSync } = fs;
  const nothing = new Int32Array(new SharedArrayBuffer(4));
  fs.readSync = (...args) => {
    Atomics.wait(nothing, 0, 0, Number(process.env.SLOW_READING));
    return readSync(...args);
  };
}
