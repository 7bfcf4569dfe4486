import { computeFigures, createTally } from "@evalpool/metrics";
import type { EvaluationResult } from "@evalpool/evaluate";
import { expect, test } from "vitest";
import { widthOf } from "./columns.js";
import type { Paint } from "./paint.js";
import { summarize } from "./summary.js";

/** A result of a network that reads each class as the matrix says. */
function result(confusionMatrix: number[][]): EvaluationResult {
  const images = confusionMatrix.flat().reduce((a, b) => a + b, 0);
  const tally = createTally(confusionMatrix.length);
  const correct = confusionMatrix.reduce((sum, counts, label) => sum + counts[label]!, 0);
  tally.labelRanks[0] = correct;
  tally.labelRanks[1] = images - correct;
  tally.confidenceBins[14]!.images = images;
  return {
    schemaVersion: 1,
    model: {
      id: "net",
      runtime: { name: "own" },
      parameters: 45_360,
      digest: "0f",
      checkpoint: { file: "net.safetensors", sha256: "aa" },
    },
    dataset: { name: "mnist", split: "test", images, sha256: "bb", labelsSha256: "cc" },
    ...computeFigures({ ...tally, confusionMatrix }),
    throughput: { imagesPerSecond: 322_037.4 },
    timings: { loadMs: 130, poolStartMs: 128, evaluateMs: 31, totalMs: 161 },
    config: { threads: 2, batchSize: 100, backend: "wasm-relaxed", shards: 8 },
    environment: {
      node: "v24",
      platform: "linux",
      arch: "x64",
      cpu: "x",
      evalpool: "0.1.0",
      v8Flags: [],
    },
  };
}

const square = (classes: number, cell: (label: number, prediction: number) => number): number[][] =>
  Array.from({ length: classes }, (_, label) =>
    Array.from({ length: classes }, (_, prediction) => cell(label, prediction)),
  );

const digits = result(square(10, (label, read) => (label === read ? 990 : label === 4 ? read : 0)));

test("tells which gates held, and why not", () => {
  const gates = [
    { expression: "accuracy >= 0.99", value: 0.99587, held: true },
    { expression: 'recall["a\u001b[2J"] >= 0.9', value: null, held: false, reason: "no\u001b[2J" },
  ];
  const paint: Paint = (role, text) => `<${role} ${text}>`;
  const lines = summarize({ ...digits, gates }, { paint }).split("\n");
  const first = lines.findIndex((line) => line.startsWith("gates"));
  expect(lines.slice(first - 1, first + 3)).toEqual([
    "",
    "gates     held    accuracy >= 0.99  0.9959",
    '          <worst missed>  recall["a\\x1b[2J"] >= 0.9  no\\x1b[2J',
    "",
  ]);
  expect(summarize(digits)).not.toContain("gates");
});

test("tells accuracy, worst confusions, each class and the averages in 80 columns", () => {
  const text = summarize(digits);
  expect(text).toMatch(/^accuracy {2}0\.9959 {2}9,900 of 9,941 correct {2}95 % interval 0\.99\d\d/);
  expect(text).toContain("worst     4 read as 9: 9, 4 read as 8: 8, 4 read as 7: 7,");
  expect(text).toContain("time      0.16 s: load 0.13 s, start 0.13 s, evaluate 0.03 s\n");
  expect(text).toContain("speed     322,037 images/s\n");
  // Of the label 4, 990 / (990 + 41) are found, and all that is read as 4 is 4.
  expect(text).toMatch(/^ {7}4 {5}1\.0000 {3}0\.9602 {3}0\.9797 {4}1,031$/m);
  expect(text).toMatch(/^ {3}macro .* 9,941$/m);
  expect(text).toMatch(/^weighted .* 9,941$/m);
  for (const key of ["top 3", "log-loss", "Brier", "ECE"]) expect(text).toContain(`\n${key} `);
});

test.each([120, 80, 60, 50, 40])("fits %d columns", (columns) => {
  const text = summarize(digits, { columns });
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
  expect(text.includes("\n   4    0    1    2    3  990")).toBe(columns >= 54);
  expect(text.includes("confusion matrix: wider than this")).toBe(columns < 54);
});

test("of many classes it tells where the matrix is, and those of the lowest F1", () => {
  const many = result(square(100, (label, read) => (label === read ? 10 + label : 1)));
  const text = summarize(many);
  expect(text).toContain("confusion matrix: of 100 classes; --json and --report show it\n");
  expect(text).toContain("12 of 100 classes, lowest F1\n");
  expect(text).toMatch(/^ {7}0 /m);
  expect(text).not.toMatch(/^ {6}99 /m);
  expect(text.split("\n").length).toBeLessThan(50);
});

const objects = [
  ..."airplane automobile bird cat deer dog frog horse ship truck".split(" "),
  ...Array.from({ length: 990 }, (_, i) => `another object of many, number ${i}, 物`),
];

test.each([
  [10, 120],
  [10, 80],
  [10, 60],
  [10, 40],
  [26, 80],
  [26, 40],
  [1000, 80],
  [1000, 40],
])("%i classes with names fit %i columns", (classes, columns) => {
  const of = result(
    square(classes, (label, read) => (label === read ? 90 : +((7 * label + read) % 9 === 0))),
  );
  const named = { ...of, dataset: { ...of.dataset, classNames: objects } };
  const text = summarize(named, { columns });
  for (const line of text.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  // No row of the table has a label alone.
  expect(text).toMatch(/^\S.* 0\.\d{4} /m);
  expect(text).not.toMatch(/^ *\d+ +0\.\d{4} /m);
});

test("marks what is zero by zero", () => {
  const text = summarize(result([[3, 1, 0], [0, 2, 0], [0, 0, 0]])); // prettier-ignore
  expect(text).toMatch(/^ {7}2 +0\/0 +0\/0 +0\/0 +0$/m);
  expect(text).toContain("0/0: no image has the label, or none is read as it; averaged as 0");
  expect(summarize(digits)).not.toContain("0/0");
});

test("a perfect reader has no worst confusions", () => {
  expect(summarize(result([[5, 0], [0, 5]]))).toContain("worst     none is read as another\n"); // prettier-ignore
});

test("paint marks the accuracy, the diagonal, zeros and the worst confusions, and no width", () => {
  const paint: Paint = (role, text) => `<${role}>${text}</${role}>`;
  const text = summarize(digits, { paint });
  expect(text).toMatch(/^<main>accuracy {2}0\.9959<\/main> {2}9,900/);
  expect(text).toContain("<main>  990</main>");
  expect(text).toContain("<minor>    0</minor>");
  expect(text).toContain("<worst>    9</worst>");
  expect(text.replaceAll(/<\/?[a-z]+>/g, "")).toBe(summarize(digits));
});

test("a name from a file is shown, not obeyed", () => {
  const named = { ...digits, model: { ...digits.model, id: "\u001b[31mnet\naccuracy  1.0000" } };
  const text = summarize(named);
  expect(text).toContain("\\x1b[31mnet\\x0aaccuracy  1.0000");
  expect(text).not.toContain("\u001b");
});

test("tells which workers of a queue did most, and the time that they took together", () => {
  const { config, environment } = digits;
  const machines = Array.from({ length: 25 }, (_, i) => ({
    ...{ worker: `w${i}`, config, environment },
    ...{ parts: 1, images: 100 + i, evaluateMs: 1000 },
  }));
  const text = summarize({ ...digits, machines });
  expect(text).toMatch(/\nby +w24: 1 part, 124 images in 1.00 s\n/);
  expect(text).not.toContain("w4:");
  expect(text).toMatch(/\nby +5 machines more, as --json lists them\n/);
  // They worked at once: it is no sum over them.
  expect(text).toContain("\ntime      0.16 s: load");
  const { worker, ...part } = machines[0]!;
  expect(worker).toBe("w0");
  expect(summarize({ ...digits, machines: [part] })).toContain("all parts together");
});

test("classes without images are told apart from what the model reads badly", () => {
  // 20 classes of which the last four have no images; nothing is read as them.
  const some = result(square(20, (label, read) => (label < 16 && label === read ? 10 : 0)));
  const text = summarize(some);
  expect(text).toContain("12 of 20 classes, lowest F1\n");
  expect(text).not.toMatch(/^ {6}1[6-9] /m);
  // 16 of 1 and four of 0: 16 ÷ 20.
  expect(text).toMatch(/^ {3}macro .* 0\.8000 +160$/m);
  expect(text).toContain(
    "4 of 20 classes have no images: macro counts them as 0; without, F1 is 1.0000\n",
  );
});
