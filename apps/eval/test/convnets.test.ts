import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EvaluationResult } from "@evalpool/eval";
import { expect, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { mnist, runCli } from "./run-cli.js";

/** What NumPy gets in float64 on the 10,000 test images. */
interface Golden {
  readonly correct: number;
  readonly "confusion[label][predicted]": number[][];
  readonly first_20_misclassified_indices: number[];
  readonly mean_negative_log_likelihood: number;
  readonly brier: number;
}

const networks = [
  ["simple_convnet", "book-simple-convnet", 9890],
  ["deep_convnet", "book-deep-convnet", 9935],
] as const;

async function evaluateJson(id: string, file: string, ...flags: string[]) {
  const weights = ["--weights", sharedFile(`checkpoints/${file}_params.pkl`)];
  const args = ["eval", "--model", id, ...weights, ...mnist, "--json", ...flags];
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as EvaluationResult;
}

/** All that is of the model, as text: the same bits are the same text. */
function figures({ throughput, timings, config, environment, ...rest }: EvaluationResult): string {
  expect([throughput, timings, config, environment]).not.toContain(undefined);
  return JSON.stringify(rest);
}

describeShared.each(networks)("%s, which others trained", (name, id, correct) => {
  const numpy = (golden("mnist") as Record<string, Golden>)[name]!;

  test("counts what NumPy counts, and is wrong about the same images", async () => {
    const samples = join(temporaryDirectory(), "samples.jsonl");
    const result = await evaluateJson(id, name, "--samples", samples);
    expect(result).toMatchObject({ total: 10_000, correct });
    expect(result.confusionMatrix).toEqual(numpy["confusion[label][predicted]"]);
    const log = result.negativeLogLikelihood - numpy.mean_negative_log_likelihood;
    expect(Math.abs(log)).toBeLessThan(1e-6);
    expect(Math.abs(result.brierScore - numpy.brier)).toBeLessThan(1e-6);
    const lines = (await readFile(samples, "utf8")).trim().split("\n");
    const wrong = lines.flatMap((line, i) => {
      const { label, prediction } = JSON.parse(line) as { label: number; prediction: number };
      return label === prediction ? [] : [i];
    });
    expect(wrong.slice(0, 20)).toEqual(numpy.first_20_misclassified_indices);
  });

  test("--exact counts the same, and the result says that it was asked for", async () => {
    const result = await evaluateJson(id, name, "--exact");
    expect(result.config.exact).toBe(true);
    expect(result.confusionMatrix).toEqual(numpy["confusion[label][predicted]"]);
  });

  test("has the same bits for any threads and batch size", async () => {
    const some = ["--limit", "1500"];
    const one = figures(await evaluateJson(id, name, ...some, "--threads", "0"));
    for (const [threads, batch] of Object.entries({ 1: "1", 2: "1500", 3: "7" })) {
      const flags = [...some, "--threads", threads, "--batch-size", batch];
      expect(figures(await evaluateJson(id, name, ...flags))).toBe(one);
    }
  });
});
