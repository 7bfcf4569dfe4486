import { setTimeout } from "node:timers/promises";
import { ShardError } from "@evalpool/errors";
import type { CreatePredictor, Logits } from "@evalpool/evaluate";
import { correct } from "@evalpool/metrics";
import { summarizeRows } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { runHere } from "./run-here.js";
import { brightPixels, correctOf, evaluatorOf } from "./testing/bright-pixels.js";

const CLASSES = 4;

/** Its logits are the pixels, by way of `answer`. */
function predictorThat(answer: (logits: Logits) => Logits | Promise<Logits>): CreatePredictor {
  return (_, images) => {
    const bytes = new Uint8Array(images * CLASSES);
    return {
      classes: CLASSES,
      input: { bytes },
      run(first, count) {
        const data = Float32Array.from(bytes.subarray(first * CLASSES, (first + count) * CLASSES));
        return answer({ data, stride: CLASSES });
      },
      summarize: (logits, count) => summarizeRows(logits, count, CLASSES),
    };
  };
}

test("every run counts every image", async () => {
  await using evaluator = await evaluatorOf(runHere(), brightPixels(5000));
  expect(evaluator.config).toMatchObject({ threads: 0, batchSize: 100 });
  const tally = await evaluator.run();
  expect(correct(tally)).toBe(correctOf(5000));
  expect(await evaluator.run({ onSamples: () => undefined })).toEqual(tally);
});

test("a predictor that answers late counts the same", async () => {
  const late = predictorThat(async (logits) => {
    await setTimeout(1);
    return logits;
  });
  await using evaluator = await evaluatorOf(runHere(undefined, late), brightPixels(700));
  await using own = await evaluatorOf(runHere(), brightPixels(700));
  expect(await evaluator.run()).toEqual(await own.run());
});

// A promise that is kept at once is no turn for timers: they must get theirs all the same.
test("timers get a turn, though answers never wait for one", async () => {
  const prompt = predictorThat((logits) => {
    for (const start = performance.now(); performance.now() - start < 1;);
    return Promise.resolve(logits);
  });
  await using evaluator = await evaluatorOf(runHere(undefined, prompt), brightPixels(5000), 10);
  let turns = 0;
  const timer = setInterval(() => turns++, 10);
  await evaluator.run();
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

test.each([
  [
    "at once",
    () => {
      throw new Error("too bright");
    },
  ],
  ["late", () => Promise.reject(new Error("too bright"))],
] as const)("one that fails %s fails the shard, and the run alone", async (_, fail) => {
  let isFailing = true;
  const fails = predictorThat((logits) => (isFailing ? fail() : logits));
  await using evaluator = await evaluatorOf(runHere(undefined, fails), brightPixels(2000));
  const failure = await evaluator.run().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ShardError);
  expect(failure).toMatchObject({ range: { start: 0 }, cause: { message: "too bright" } });
  isFailing = false;
  expect(correct(await evaluator.run())).toBe(correctOf(2000));
});

test("an aborted run ends, though the predictor never answers", async () => {
  const stop = new AbortController();
  const never = predictorThat(() => new Promise(() => undefined));
  await using evaluator = await evaluatorOf(runHere(stop.signal, never), brightPixels(70));
  void setTimeout(20).then(() => stop.abort(new Error("stopped")));
  await expect(evaluator.run()).rejects.toThrow("stopped");
});
