import { DataError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { imageLayout } from "./image-layout.js";

test.each([
  [[9, 28, 20], undefined, [1, 28, 20, "CHW"]],
  [[9, 28, 20, 1], undefined, [1, 28, 20, "HWC"]],
  [[9, 1, 28, 20], undefined, [1, 28, 20, "CHW"]],
  [[9, 32, 30, 3], undefined, [3, 32, 30, "HWC"]],
  [[9, 4, 32, 30], undefined, [4, 32, 30, "CHW"]],
  // Both could be: channels are last, as NumPy's friends have them, unless the caller says.
  [[9, 3, 5, 4], undefined, [4, 3, 5, "HWC"]],
  [
    [9, 3, 5, 4],
    [3, 5, 4],
    [3, 5, 4, "CHW"],
  ],
  [
    [9, 784],
    [28, 28],
    [1, 28, 28, "CHW"],
  ],
  [
    [9, 3072],
    [3, 32, 32],
    [3, 32, 32, "CHW"],
  ],
  [
    [9, 28, 20],
    [28, 20],
    [1, 28, 20, "CHW"],
  ],
  [
    [9, 28, 20],
    [1, 28, 20],
    [1, 28, 20, "CHW"],
  ],
  [
    [9, 8, 30, 30],
    [8, 30, 30],
    [8, 30, 30, "CHW"],
  ],
] as const)("%j, said to be %j", (shape, said, [channels, height, width, layout]) => {
  expect(imageLayout(shape, "x", said)).toEqual({ channels, height, width, layout });
});

test.each([
  [[9], undefined, "expected images of shape (N,H,W), (N,H,W,C) or (N,C,H,W), got shape (9,)"],
  [[9, 2, 2, 2, 2], undefined, "got shape (9,2,2,2,2)"],
  [[0, 28, 28], undefined, "expected images, got shape (0,28,28)"],
  [[9, 0, 28], undefined, "expected images, got shape (9,0,28)"],
  [[9, 784], undefined, "stored flat, got shape (9,784); say what they are, as --shape 28x28"],
  [[9, 10], undefined, "as --shape HxW or CxHxW"],
  [[9, 8, 30, 30], undefined, "expected 1, 3 or 4 channels, last or first, got shape (9,8,30,30)"],
  [[9, 784], [28, 27], "--shape says images of 28x27, got shape (9,784)"],
  [[9, 28, 20], [20, 28], "--shape says images of 20x28, got shape (9,28,20)"],
  [[9, 2 ** 20, 2 ** 20], undefined, "expected images of up to 268435456 pixels"],
])("%j, said to be %j, is refused", (shape, said, message) => {
  expect(() => imageLayout(shape, "x", said)).toThrow(DataError);
  expect(() => imageLayout(shape, "x", said)).toThrow(message);
});
