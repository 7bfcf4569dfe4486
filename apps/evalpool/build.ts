// The command as apps/eval has built it, and the weights of the zoo: a package that needs none of the
// others.
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";

const command = new URL("../eval/dist/", import.meta.url);
const weights = new URL("../../packages/models/checkpoints/", import.meta.url);
const dist = new URL("dist/", import.meta.url);

/** How a built file names another: it imports it, at once or later, or starts a thread on it. */
const mention = /(?:\bfrom|\bimport|\bimport\(|new URL\()\s*"\.\/([^"]+)"/g;

/** Adds the name of a file, and of all that it reaches. */
function reach(name: string, reached: Set<string>): void {
  if (reached.has(name)) return;
  reached.add(name);
  const text = readFileSync(new URL(name, command), "utf8");
  for (const [, other = ""] of text.matchAll(mention)) reach(other, reached);
}

const files = new Set<string>();
reach("cli.js", files);
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const name of files) cpSync(new URL(name, command), new URL(name, dist));
cpSync(weights, new URL("weights/", dist), { recursive: true });
