import { expect, test } from "vitest";
import { drawLearning } from "./draw-learning.js";

const epochs = [
  { epoch: 1, loss: 0.9, validation: { loss: 0.5, accuracy: 0.8 } },
  { epoch: 2, loss: 0.4, validation: { loss: 0.3, accuracy: 0.92 } },
  { epoch: 3, loss: 0.2, validation: { loss: 0.35, accuracy: 0.91 } },
];

/** The `d` of the path that is described so. */
function pathOf(svg: string, description: string): string {
  const group = svg.slice(svg.indexOf(`aria-description="${description}"`));
  return /<path[^>]* d="([^"]+)"/.exec(group)?.[1] ?? "";
}

test("a curve for each figure with a point an epoch, and the epoch kept", () => {
  const svg = drawLearning(epochs, "net", 2);
  for (const name of ["training loss", "validation loss", "validation accuracy"]) {
    expect(pathOf(svg, name).split("L"), name).toHaveLength(3);
  }
  expect(svg).toContain("<title>net: 3 epochs, the weights kept are those of epoch 2</title>");
  expect(svg).toContain("<desc>validation accuracy 0.9200</desc>");
  expect(drawLearning(epochs, "net", 2)).toBe(svg);
});

/** What stands at the ticks of the axis of epochs, in the first chart. */
function epochsAt(svg: string): string[] {
  const axis = svg.slice(svg.indexOf('aria-label="x-axis tick label"'));
  const texts = axis.slice(0, axis.indexOf("</g>")).matchAll(/>([^<>]+)<\/text>/g);
  return [...texts].map(([, text = ""]) => text);
}

test.each([
  [1, "1"],
  [2, "1 2"],
  [3, "1 2 3"],
  [10, "1 2 3 4 5 6 7 8 9 10"],
  [12, "2 4 6 8 10 12"],
  [33, "5 10 15 20 25 30"],
  [90, "10 20 30 40 50 60 70 80 90"],
  [150, "20 40 60 80 100 120 140"],
])("of %i epochs whole ones are at the axis, each once", (count, expected) => {
  const some = Array.from({ length: count }, (_, i) => ({ epoch: i + 1, loss: 1 / (i + 1) }));
  expect(epochsAt(drawLearning(some, "net", 1)).join(" ")).toBe(expected);
});

test("lower is drawn lower", () => {
  const heights = [
    ...pathOf(drawLearning(epochs, "net", 2), "training loss").matchAll(/,([\d.]+)/g),
  ];
  const [first, second, third] = heights.map(([, y]) => Number(y));
  expect(first).toBeLessThan(second!);
  expect(second).toBeLessThan(third!);
});

test("one epoch, and none held out, is a picture all the same", () => {
  const svg = drawLearning([{ epoch: 1, loss: 0.5 }], "net", 1);
  expect(svg).toContain("net: 1 epoch, the weights kept are those of epoch 1");
  expect(svg).not.toContain("validation");
  expect(svg).not.toContain("NaN");
  // Not 0.500000, of which the margin would cut off half.
  expect(svg).toContain(">0.5<");
});
