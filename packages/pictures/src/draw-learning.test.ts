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
});
