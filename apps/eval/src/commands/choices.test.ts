import { expect, test } from "vitest";
import { choices } from "./choices.js";

const parse = choices(["step", "sigmoid", "relu"]);

test("collects what is among the choices", () => {
  expect(parse("relu", parse("step"))).toEqual(["step", "relu"]);
});

test("names the nearest choice of a typing error, and none where none is near", () => {
  expect(() => parse("sigmod")).toThrow(
    "Allowed choices are step, sigmoid, relu. Did you mean sigmoid?",
  );
  expect(() => parse("x".repeat(20))).toThrow(/relu\.$/);
});
