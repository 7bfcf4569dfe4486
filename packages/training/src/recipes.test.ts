import { requireOptions } from "@evalpool/errors";
import { zoo } from "@evalpool/models";
import { expect, test } from "vitest";
import { defaultOptions, optionExpectations } from "./options.js";
import { recipeFor } from "./recipes.js";

test.each([...zoo.keys()])("the recipe of %s is in range", (id) => {
  expect(() => requireOptions("train", optionExpectations, recipeFor(id))).not.toThrow();
});

test("a network without a recipe is trained by the defaults", () => {
  expect(recipeFor("mlp")).toEqual(defaultOptions);
  expect(recipeFor("toString")).toEqual(defaultOptions);
});
