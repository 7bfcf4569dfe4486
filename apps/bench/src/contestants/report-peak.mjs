import { writeSync } from "node:fs";

// For `node --import`: says at the end how many KiB of memory the process held at most.
process.on("exit", () => writeSync(2, `peak ${process.resourceUsage().maxRSS}\n`));
