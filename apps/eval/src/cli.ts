#!/usr/bin/env node
// Read by versions of Node.js that are too old for all else: it imports nothing before it has looked.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`evalpool: expected Node.js 22.18 or newer, got ${process.version}\n`);
  process.exitCode = 2;
} else {
  await import("./start.js");
}
