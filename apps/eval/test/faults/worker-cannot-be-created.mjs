// Preloaded with `node --import`: the system has room for two threads more, and then for none.
import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

let room = 2;

threads.Worker = class extends threads.Worker {
  constructor(...args) {
    if (room-- === 0) {
      throw Object.assign(new Error("EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
    }
    super(...args);
  }
};
syncBuiltinESMExports();
