import { zoo } from "@evalpool/models";
import { expect, test } from "vitest";
import { checkOptions, defaultOptions } from "./options.js";
import { recipeFor } from "./recipes.js";

test.each([...zoo.keys()])("the recipe of %s is in range", (id) => {
  expect(() => checkOptions(recipeFor(id))).not.toThrow();
});

test("a network without a recipe is trained by the defaults", () => {
  expect(recipeFor("mlp")).toEqual(defaultOptions);
  expect(recipeFor("toString")).toEqual(defaultOptions);
});
