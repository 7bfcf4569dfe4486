import { Argument, Option } from "commander";
import { expect, test } from "vitest";
import { choose } from "./choices.js";

const names = ["step", "sigmoid", "relu"];
const one = choose(new Option("--function <name>"), names).parseArg!;
const many = choose(new Argument("<function...>"), names).parseArg!;

test("takes one of the choices in place of the default, or collects several", () => {
  expect(one("relu", "step")).toBe("relu");
  expect(many("step", undefined)).toEqual(["step"]);
  expect(many("relu", many("step", undefined))).toEqual(["step", "relu"]);
});

test("names the nearest choice of a typing error, and none where none is near", () => {
  expect(() => one("sigmod", undefined)).toThrow(
    "Allowed choices are step, sigmoid, relu. Did you mean sigmoid?",
  );
  expect(() => one("x".repeat(20), undefined)).toThrow(/relu\.$/);
});
