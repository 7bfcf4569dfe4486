import { expect, test } from "vitest";
import { MOST_VALUES } from "./constant.js";
import { GraphBuilder } from "./graph-builder.js";
import { Names } from "./names.js";

test("names are had once each, by number from 2 on", () => {
  const names = new Names();
  const taken = ["W", "W", "W#4", "W", "W", "b", "W#2"].map((name) => names.take(name));
  expect(taken).toEqual(["W", "W#2", "W#4", "W#3", "W#5", "b", "W#2#2"]);
});

test("as many values are made of constants as a graph may have weights, and no more", () => {
  const builder = new GraphBuilder(1, 1);
  builder.spend(MOST_VALUES);
  expect(() => {
    builder.spend(1);
  }).toThrow("more than 268,435,456 values made of constants");
});
