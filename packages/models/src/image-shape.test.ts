import { DataError, SpecError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { imageShape, requireFit } from "./image-shape.js";
import { lowerSpec } from "./lower-spec.js";
import { parseSpec } from "./parse-spec.js";

type Image = [number, number, number];

const graphOf = (input: readonly number[], image?: Image) =>
  lowerSpec({ id: "net", input, image, layers: [{ type: "flatten" }] });

const fits =
  (input: readonly number[], [channels, height, width]: Image, image?: Image) =>
  () =>
    requireFit(graphOf(input, image), "digits test", { channels, height, width });

test.each([
  [
    [28, 28],
    [1, 28, 28],
  ],
  [
    [1, 28, 28],
    [1, 28, 28],
  ],
  [
    [3, 32, 16],
    [3, 32, 16],
  ],
  [[784], undefined],
  [[1, 1, 2, 2], undefined],
])("an input of shape %j is images of %j", (input, image) => {
  expect(imageShape(graphOf(input))).toEqual(image);
});

test("channels, height and width are compared, not their product", () => {
  expect(fits([1, 28, 28], [1, 28, 28])).not.toThrow();
  expect(fits([14, 56], [1, 14, 56])).not.toThrow();
  for (const other of [
    [1, 14, 56],
    [1, 56, 14],
    [4, 14, 14],
    [784, 1, 1],
  ] as Image[]) {
    expect(fits([1, 28, 28], other)).toThrow(DataError);
    expect(fits([784], other, [1, 28, 28])).toThrow(DataError);
  }
  expect(fits([1, 14, 56], [1, 28, 28])).toThrow(
    "digits test: model net takes images of 1×14×56, got images of 1×28×28 " +
      "(channels × height × width); they would fit with --resize 14x56",
  );
  expect(fits([2, 28, 28], [1, 28, 28])).toThrow(
    "give a data set of such images, or a model for these",
  );
  expect(fits([3, 32, 28], [1, 28, 32])).toThrow("fit with --transpose --channels rgb");
});

test("images fit as they are once they are prepared", () => {
  const graph = { ...graphOf([3, 14, 56]), preprocess: { channels: "rgb" } as const };
  const resized = {
    ...graph,
    preprocess: { ...graph.preprocess, resize: { height: 14, width: 56 } },
  };
  const images = { channels: 1, height: 28, width: 28 };
  expect(() => requireFit(resized, "digits test", images)).not.toThrow();
  expect(() => requireFit(graph, "digits test", images)).toThrow(
    "got images of 3×28×28 (channels × height × width), made of 1×28×28; they would fit with " +
      "--resize 14x56",
  );
});

test("a flat input that does not say of which images takes those of as many pixels", () => {
  expect(fits([784], [1, 28, 28])).not.toThrow();
  expect(fits([784], [1, 14, 56])).not.toThrow();
  expect(fits([784], [1, 28, 27])).toThrow("takes inputs of shape (784), got images of 1×28×27");
  expect(fits([1, 1, 28, 28], [1, 28, 28])).toThrow(DataError);
});

test("there is one number for all channels, or one for each", () => {
  const shapeOf = (input: readonly number[], mean: readonly number[]) => () =>
    imageShape({ ...graphOf(input), preprocess: { mean } });
  expect(shapeOf([3, 4, 4], [1, 2, 3])).not.toThrow();
  expect(shapeOf([3, 4, 4], [1])).not.toThrow();
  expect(shapeOf([3, 4, 4], [1, 2])).toThrow(
    "net: preprocess.mean: expected one number, or one for each of 3 channels, got 2",
  );
  expect(shapeOf([784], [1, 2, 3])).toThrow("preprocess.mean: expected one number, got 3");
});

test("what a spec says of its images must be the shape of its input", () => {
  const parse = (input: number[], image: number[]) => () =>
    parseSpec({ id: "net", input, image, layers: [{ type: "flatten" }] }, "net.json");
  expect(parse([784], [1, 28, 28])).not.toThrow();
  expect(parse([1, 28, 28], [1, 28, 28])).not.toThrow();
  expect(parse([784], [1, 28, 27])).toThrow(SpecError);
  expect(parse([1, 28, 28], [1, 14, 56])).toThrow(
    "net: image: 1×14×56 is not its input of shape (1,28,28)",
  );
});
