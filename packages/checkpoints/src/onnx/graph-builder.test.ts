import { expect, test } from "vitest";
import { MOST_VALUES } from "./constant.js";
import { GraphBuilder } from "./graph-builder.js";

test("as many values are made of constants as a graph may have weights, and no more", () => {
  const builder = new GraphBuilder(1, 1);
  builder.spend(MOST_VALUES);
  expect(() => {
    builder.spend(1);
  }).toThrow("more than 268,435,456 values made of constants");
});
