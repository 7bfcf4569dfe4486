// Imported first: a thread that evaluates ends when it has read images a few times.
import fs from "node:fs";
import { isMainThread } from "node:worker_threads";

if (!isMainThread) {
  const { readSync } = fs;
  let reads = 0;
  fs.readSync = (...args) => {
    if (++reads > 8) process.exit(1);
    return readSync(...args);
  };
}
