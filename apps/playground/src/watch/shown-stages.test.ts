import { lowerSpec, zoo, type Layer } from "@evalpool/models";
import { expect, test } from "vitest";
import { shownStages } from "./shown-stages.js";

const graphOf = (id: string) => zoo.get(id)!.graph;

test("the input, then each stage by what comes out of it in the end", () => {
  const shown = shownStages(graphOf("mlp"));
  expect(shown.map(({ key, title, shape, parameters }) => [key, title, shape, parameters])).toEqual(
    [
      ["x", "input 1×28×28", [1, 28, 28], 0],
      // Still the image, and seen as such.
      ["layers.0", "scale 784 → 784", [1, 28, 28], 0],
      ["layers.2", "dense 784 → 50, sigmoid", [50], 39_250],
      ["layers.4", "dense 50 → 100, sigmoid", [100], 5_100],
      ["layers.6", "dense 100 → 10, softmax", [10], 1_010],
    ],
  );
  expect(shown.map(({ isOfClasses }) => isOfClasses)).toEqual([false, false, false, false, true]);
});

test("each says what it does", () => {
  const sentences = (id: string) => shownStages(graphOf(id)).map(({ sentence }) => sentence);
  expect(sentences("mlp").slice(0, 3)).toEqual([
    "The image that the network sees, 1×28×28 (channels × height × width), as a row of 784.",
    "Each value divided by 255.",
    "50 units: each the sum of 784 values times its weights, plus a bias, through sigmoid.",
  ]);
  const cnn = sentences("cnn");
  expect(cnn[2]).toBe(
    "16 filters of 5×5: each slides over the maps and sums the values under it times its weights, " +
      "through batchNorm and relu, giving 16 maps of 24×24.",
  );
  expect(cnn[3]).toBe("The largest value of each window of 2×2, giving 16 maps of 12×12.");
  expect(cnn[10]).toBe("The values of 64×2×2 in one row.");
  expect(sentences("book-deep-convnet").at(-1)).toContain("through dropout 0.5, scaling inference");
});

test("what a dense unit sums over is seen as the maps that it was", () => {
  const reads = (id: string) =>
    shownStages(graphOf(id)).flatMap((one) => (one.reads ? [one.reads] : []));
  expect(reads("mlp")).toEqual([[1, 28, 28], [50], [100]]);
  expect(reads("cnn")).toEqual([[64, 2, 2]]);
  expect(reads("book-deep-convnet")).toEqual([[64, 4, 4], [50]]);
});

test("but not where its values were put in another order", () => {
  const layers: Layer[] = [
    { type: "transpose", permutation: [1, 2, 0] },
    { type: "reshape", shape: [32] },
    { type: "dense", units: 3, weight: "W" },
  ];
  const shown = shownStages(lowerSpec({ id: "x", input: [2, 4, 4], layers }));
  expect(shown.at(-1)?.reads).toEqual([32]);
});

test("who takes something else than what is above says what", () => {
  const layers: Layer[] = [
    { type: "conv2d", name: "a", filters: 2, kernel: 1, weight: "a.W" },
    { type: "conv2d", name: "b", inputs: ["x"], filters: 2, kernel: 1, weight: "b.W" },
    { type: "add", name: "sum", inputs: ["a", "b"] },
    { type: "relu", name: "end" },
  ];
  const shown = shownStages(lowerSpec({ id: "x", input: [2, 4, 4], layers }));
  expect(shown.map(({ title }) => title)).toEqual([
    "input 2×4×4",
    "conv2d 2×4×4 → 2×4×4",
    "conv2d 2×4×4 → 2×4×4",
    "add 2×4×4 and 2×4×4 → 2×4×4, relu",
  ]);
  expect(shown[1]!.sentence).not.toContain("It takes");
  expect(shown[2]!.sentence).toMatch(/\. It takes what the input gave\.$/);
  expect(shown[3]!.sentence).toMatch(/\. It takes what stage 1 and stage 2 gave\.$/);
});
