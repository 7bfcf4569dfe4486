import { expect, test } from "vitest";
import { checkOptions, defaultOptions } from "./options.js";

test("the defaults are in range, with each way to begin", () => {
  expect(() => checkOptions(defaultOptions)).not.toThrow();
  expect(() => checkOptions({ ...defaultOptions, initialization: "xavier" })).not.toThrow();
});

// Callers without types: a misspelt option would train by its default, in silence.
test.each([
  [{ learningrate: 1 }, "unknown option learningrate of training, expected epochs, batchSize, "],
  [{ optimizer: "adma" }, "optimizer: expected one of sgd, momentum, adam, got adma"],
  [{ optimizer: "toString" }, "optimizer: expected one of "],
  [{ schedule: "linear" }, "schedule: expected one of constant, cosine, got linear"],
  [{ initialization: "ones" }, "initialization: expected one of he, xavier, got ones"],
  [{ warp: 1 }, "warp: expected from 0 to below 1, got 1"],
  [{ epochs: 0 }, "epochs: expected a whole number from 1, got 0"],
])("%j is refused by name", (given, message) => {
  const options = { ...defaultOptions, ...given } as typeof defaultOptions;
  expect(() => checkOptions(options)).toThrow(message);
});
