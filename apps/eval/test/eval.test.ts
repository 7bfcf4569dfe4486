import { expect, test } from "vitest";
import type { EvaluationResult } from "@evalpool/eval";
import { describeShared, golden, sharedDirectory } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";

/** `acc = (np.argmax(predict(network, x), axis=1) == t).mean()`, over NumPy's confusion matrix. */
interface Golden {
  readonly sample_weight: {
    readonly correct: number;
    readonly top3: number;
    readonly "confusion[label][predicted]": number[][];
    readonly precision: readonly number[];
    readonly recall: readonly number[];
    readonly f1: readonly number[];
    readonly macro_f1: number;
    readonly ece_15_equal_width_bins: number;
    readonly mean_negative_log_likelihood: number;
    readonly brier: number;
  };
}

function numpy(): Golden["sample_weight"] {
  return (golden("mnist") as Golden).sample_weight;
}

async function evaluateJson(...flags: string[]): Promise<EvaluationResult> {
  const { code, stdout, stderr } = await runCli(["eval", ...mnist, ...weights, "--json", ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as EvaluationResult;
}

describeShared("evalpool eval on real MNIST", () => {
  test.each(
    [0, 1, 2, 3, 7].flatMap((threads) =>
      [1, 7, 100, 10_000].map((batchSize) => ({ threads, batchSize })),
    ),
  )("counts what NumPy counts with %o", async ({ threads, batchSize }) => {
    const result = await evaluateJson("--threads", `${threads}`, "--batch-size", `${batchSize}`);
    expect(result.total).toBe(10_000);
    expect(result.correct).toBe(numpy().correct);
    expect(result.accuracy).toBe(0.9352);
    expect(result.confusionMatrix).toEqual(numpy()["confusion[label][predicted]"]);
    // A batch is part of one shard: what is told is what ran.
    const share = Math.ceil(10_000 / Math.max(1, threads));
    expect(result.config).toMatchObject({ threads, batchSize: Math.min(batchSize, share) });
  });

  test("measures what NumPy measures, within 1e-6", async () => {
    const result = await evaluateJson();
    const expected = numpy();
    const pairs: [number, number][] = [
      [result.top3Accuracy, expected.top3],
      [result.macro.f1, expected.macro_f1],
      [result.calibrationError, expected.ece_15_equal_width_bins],
      [result.negativeLogLikelihood, expected.mean_negative_log_likelihood],
      [result.brierScore, expected.brier],
      ...result.perClass.flatMap(({ label, precision, recall, f1 }): [number, number][] => [
        [precision, expected.precision[label]!],
        [recall, expected.recall[label]!],
        [f1, expected.f1[label]!],
      ]),
    ];
    expect(pairs.length).toBe(35);
    for (const [got, value] of pairs) expect(Math.abs(got - value)).toBeLessThan(1e-6);
  });

  test("tells what was evaluated: digests of content and checkpoint, no paths", async () => {
    const result = await evaluateJson();
    expect(result).toMatchObject({
      schemaVersion: 1,
      model: {
        id: "mlp",
        parameters: 784 * 50 + 50 + 50 * 100 + 100 + 100 * 10 + 10,
        checkpoint: {
          file: "sample_weight.pkl",
          sha256: "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13",
        },
      },
      dataset: {
        name: "mnist",
        split: "test",
        images: 10_000,
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        labelsSha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      },
    });
    expect(JSON.stringify(result)).not.toContain(mnist[1]);
  });

  test("prints accuracy, counts and confusion matrix for people", async () => {
    const { code, stdout } = await runCli([...mnist, ...weights]);
    expect(code).toBe(0);
    expect(stdout).toContain("accuracy  0.9352  9,352 of 10,000 correct");
    for (const row of numpy()["confusion[label][predicted]"]) {
      expect(stdout).toMatch(new RegExp(`^ +\\d +${row.join(" +")}$`, "m"));
    }
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  // (np.argmax(predict(network, x_train), axis=1) == t_train).sum() gives 56146
  test("evaluates the 60,000 training images", async () => {
    const result = await evaluateJson("--split", "train");
    expect(result).toMatchObject({ total: 60_000, correct: 56_146, dataset: { split: "train" } });
  });

  test("--limit takes the first images; a limit beyond the end takes all", async () => {
    // The first nine test images hold one mistake, at index 8.
    expect(await evaluateJson("--limit", "9")).toMatchObject({ total: 9, correct: 8 });
    const beyond = ["--limit", "70000", "--batch-size", "1000000", "--threads", "2"];
    expect(await evaluateJson(...beyond)).toMatchObject({
      total: 10_000,
      config: { threads: 2, batchSize: 5000, shards: 2 },
    });
  });

  test("--min-accuracy gates: 0 when reached, 1 when missed, with the result printed", async () => {
    const args = [...mnist, ...weights, "--json", "--min-accuracy"];
    expect(await runCli([...args, "0.9352"])).toMatchObject({ code: 0, stderr: "" });
    const missed = await runCli([...args, "0.9353"]);
    expect(missed.code).toBe(1);
    expect(missed.stderr).toBe("evalpool: gate missed: accuracy >= 0.9353, got 0.9352\n");
    expect(JSON.parse(missed.stdout)).toMatchObject({ accuracy: 0.9352 });
  });

  test("finds the data set by $EVALPOOL_DATA", async () => {
    const { stdout } = await runCli([...weights, "--json"], { EVALPOOL_DATA: sharedDirectory });
    expect(JSON.parse(stdout)).toMatchObject({ correct: 9352 });
  });
});
