import { createEvaluator } from "@evalpool/eval";
import { loadSplit } from "@evalpool/mnist/node";
import { loadInputModel } from "../inputs.ts";

// Evaluates again and again, and tells the resident memory after so many times.
const [directory, counts] = process.argv.slice(2) as [string, string];
const dataset = await loadSplit("test", { data: directory });
await using evaluator = await createEvaluator({ model: loadInputModel(directory), dataset });
const measured: { runs: number; MiB: number }[] = [];
let runs = 0;
for (const count of counts.split(",").map(Number)) {
  for (; runs < count; runs++) await evaluator.run();
  measured.push({ runs, MiB: process.memoryUsage.rss() / 2 ** 20 });
}
process.stdout.write(JSON.stringify(measured) + "\n");
