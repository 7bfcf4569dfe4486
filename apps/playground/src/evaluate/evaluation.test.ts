import { createEvaluatorOn } from "@evalpool/evaluate";
import { beforeAll, expect, test } from "vitest";
import { runEvaluation, type Evaluation, type Subject } from "./evaluation.js";
import { imagesOf } from "./images-of.js";
import { predictionsFile } from "./predictions-file.js";
import { runOnWebWorkers } from "./run-on-web-workers.js";
import type { SoFar } from "./so-far.js";
import { FakeThread } from "./testing/fake-thread.js";
import { smallSubject } from "./testing/small-subject.js";

let subject: Subject;
let evaluation: Evaluation;
/** What was told on the way; matrices are of the moment. */
const told: SoFar[] = [];
beforeAll(async () => {
  subject = await smallSubject(3000);
  const runner = runOnWebWorkers(2, undefined, () => new FakeThread());
  const { network, set } = subject;
  const input = { model: network.model, dataset: set.source };
  await using evaluator = await createEvaluatorOn(runner, input);
  evaluation = await runEvaluation(evaluator, subject, (soFar) =>
    told.push(structuredClone(soFar)),
  );
});

test("what is told on the way is of ever more images, and ends as the result", () => {
  expect(told.map(({ images }) => images)).toEqual([500, 1000, 1500, 2000, 2500, 3000]);
  for (const { images, correct, confusionMatrix } of told) {
    expect(confusionMatrix.flat().reduce((a, b) => a + b)).toBe(images);
    expect(confusionMatrix.reduce((sum, row, label) => sum + row[label]!, 0)).toBe(correct);
  }
  const { confusionMatrix, correct } = evaluation.figures;
  expect(told.at(-1)).toEqual({ images: 3000, correct, confusionMatrix });
});

test("predictions of all images are kept, by index, and are those that were counted", () => {
  const { labels } = subject.set.source;
  const { predictions, probabilities } = evaluation.predicted;
  const counts = evaluation.figures.confusionMatrix.map((row) => row.map(() => 0));
  for (const [i, prediction] of predictions.entries()) counts[labels[i]!]![prediction]! += 1;
  expect(counts).toEqual(evaluation.figures.confusionMatrix);
  for (const [i, prediction] of predictions.entries()) {
    const row = probabilities.subarray(10 * i, 10 * i + 10);
    expect(row[prediction]).toBe(Math.max(...row));
  }
});

test("the images of all cells are all images, each once; the surest come first", () => {
  const { confusionMatrix, total, correct } = evaluation.figures;
  const indices: number[] = [];
  for (const [label, row] of confusionMatrix.entries()) {
    for (const [prediction, images] of row.entries()) {
      const seen = imagesOf(evaluation, { label, prediction });
      expect(seen).toHaveLength(images);
      for (const it of seen) expect(it).toMatchObject({ label, prediction });
      indices.push(...seen.map(({ index }) => index));
    }
  }
  expect(indices.sort((a, b) => a - b)).toEqual([...Array(total).keys()]);
  const mistakes = imagesOf(evaluation, "mistakes");
  expect(mistakes).toHaveLength(total - correct);
  expect(mistakes.length).toBeGreaterThan(1);
  const sure = mistakes.map(({ probability }) => probability);
  expect(sure).toEqual(sure.toSorted((a, b) => b - a));
  for (const { label, prediction } of mistakes) expect(prediction).not.toBe(label);
});

test("the file of predictions has a line for each image, named after network and data set", async () => {
  const file = predictionsFile(evaluation);
  expect(file.name).toBe("mlp-digits-predictions.jsonl");
  const lines = (await file.text()).trimEnd().split("\n");
  expect(lines).toHaveLength(3000);
  for (const [index, line] of lines.entries()) {
    const sample = JSON.parse(line) as { probabilities: number[] };
    const prediction = evaluation.predicted.predictions[index];
    const label = subject.set.source.labels[index];
    expect(sample).toMatchObject({ index, label, prediction });
    expect(sample.probabilities).toHaveLength(10);
  }
});
