// `node build-first.ts FILTER…` builds these packages and says nothing when that went well: turbo
// alone tells eight lines of each run.
import { spawn } from "node:child_process";

const filters = process.argv.slice(2).map((filter) => `--filter=${filter}`);
const turbo = spawn("turbo", ["run", "build", ...filters, "--output-logs=errors-only"], {
  stdio: ["ignore", "pipe", "pipe"],
});
const told: Buffer[] = [];
for (const stream of [turbo.stdout, turbo.stderr]) {
  stream.on("data", (chunk: Buffer) => told.push(chunk));
}
const sign = setTimeout(() => console.error("evalpool is being built …"), 2000);
turbo.on("close", (code) => {
  clearTimeout(sign);
  if (code === 0) return;
  process.stderr.write(Buffer.concat(told));
  process.exitCode = code ?? 1;
});
