import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the benchmark as its own process, on a machine without data sets. */
function runBench(...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env["PATH"], EVALPOOL_CACHE: "/nonexistent" };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

test("--quick --json runs every suite, and prints one JSON document", async () => {
  const { code, stdout, stderr } = await runBench("--quick", "--no-peers", "--json");
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const results = JSON.parse(stdout) as { suite: string; dataset: string; machine: unknown }[];
  expect(results.map(({ suite }) => suite)).toEqual([
    "kernels",
    "convolutions",
    "models-mlp",
    "reading",
    "scaling",
    "batch-sizes",
    "cold-start",
    "memory",
    "queue",
  ]);
  for (const { dataset, machine } of results) {
    expect(dataset).toBe("synthetic");
    expect(machine).toMatchObject({ node: process.version });
  }
}, 180_000);

test("--filter chooses suites; others than there are get one line, exit code 2", async () => {
  const { code, stdout } = await runBench("--quick", "--no-peers", "--filter", "kern");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^dense 784→50 over bytes, MNIST pixels +15,680,000 /m);
  expect(stdout).not.toContain("cold start");
  expect(await runBench("--filter", "x")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "bench: no suite x; there are kernels, convolutions, models-mlp, models-simple, models-deep, model-files, reading, scaling, batch-sizes, cold-start, memory, queue\n",
  });
});
