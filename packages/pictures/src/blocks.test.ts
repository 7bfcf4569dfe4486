import { lowerSpec, type Layer } from "@evalpool/models";
import { expect, test } from "vitest";
import { blocksOf } from "./blocks.js";

const conv = (i: number): Layer => {
  return { type: "conv2d", name: `c${i}`, filters: 4, kernel: 3, padding: 1, weight: `W${i}` };
};

test("each parameter is named in a small network, in a large one how many there are", () => {
  const of = (count: number) => {
    const layers = Array.from({ length: count }, (_, i) => conv(i));
    return blocksOf(lowerSpec({ id: "x", input: [4, 8, 8], layers }), undefined).blocks.at(-1)!;
  };
  const lines = ["kernel 3×3, filters 4", "padding 1"];
  const ends = ["144 parameters", "gives 4×8×8"];
  expect(of(20)).toMatchObject({ name: "c19", lines: [...lines, "W19 (4,4,3,3)", ...ends] });
  expect(of(21)).toMatchObject({ name: "c20", lines: [...lines, ...ends] });
});

test("what no picture can hold is refused before it is laid out", () => {
  // Each takes what the first gives: 350 · 349 / 2 places beside others are too many.
  const layers = Array.from({ length: 700 }, (_, i): Layer => {
    const inputs = i < 350 ? ["x"] : [`n${i - 1}`, `n${i - 350}`];
    return i < 350
      ? { type: "flatten", name: `n${i}`, ...(i > 0 && { inputs: [`n${i - 1}`] }) }
      : { type: "add", name: `n${i}`, inputs };
  });
  expect(() => blocksOf(lowerSpec({ id: "x", input: [4], layers }), undefined)).toThrow(
    /^x: too much to draw: expected at most 50,000 blocks and edges .*, got 1\d\d,\d{3}; Mermaid/,
  );
});
