import { readFileSync, writeSync } from "node:fs";

// For `node --import`: says at the end how many KiB of memory the process held at most.
process.on("exit", () => writeSync(2, `peak ${peak()}\n`));

function peak() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  // Not the resource usage, which begins with what the process that started this one held.
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))[1]);
}
