import { requireOptions } from "@evalpool/errors";
import { expect, test } from "vitest";
import { defaultOptions, optionExpectations, type TrainOptions } from "./options.js";

const check = (options: object) =>
  requireOptions<TrainOptions>("train", optionExpectations, { ...defaultOptions, ...options });

test("the defaults are in range, with each way to begin", () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ initialization: "xavier" })).not.toThrow();
});

// Callers without types: a misspelt option would train by its default, in silence.
test.each([
  [{ learningrate: 1 }, "train: there is no option learningrate. Did you mean learningRate?"],
  [{ optimizer: "adma" }, 'optimizer: expected one of sgd, momentum, adam, got "adma"'],
  [{ optimizer: "toString" }, "optimizer: expected one of "],
  [{ schedule: "linear" }, 'schedule: expected constant or cosine, got "linear"'],
  [{ initialization: "ones" }, 'initialization: expected he or xavier, got "ones"'],
  [{ warp: 1 }, "warp: expected a number from 0 to below 1, got 1"],
  [{ epochs: 0 }, "epochs: expected a whole number of at least 1, got 0"],
  [{ learningRate: "0.1" }, 'learningRate: expected a number above 0, got "0.1"'],
])("%j is refused by name", (given, message) => {
  expect(() => check(given)).toThrow(message);
});
