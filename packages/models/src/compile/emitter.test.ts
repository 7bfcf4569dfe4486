import { expect, test } from "vitest";
import type { Graph, Node } from "../graph.js";
import { Emitter } from "./emitter.js";

const node = (name: string, input: string): Node => ({
  op: "relu",
  name,
  inputs: [input],
  output: name,
  attributes: {},
  parameters: {},
});

const relu = { kind: "activate", activation: "relu", width: 4, group: 4 } as const;

/** A value `a` that both `b` and `c` read; none of today's operations joins them again. */
const [b, c] = [node("b", "a"), node("c", "a")];
const graph: Graph = {
  id: "branches",
  preprocess: { divisor: 1 },
  input: { value: "x", shape: [4] },
  nodes: [node("a", "x"), b, c],
  output: "c",
};

test("what another step has read before is not changed where it is written", () => {
  const emitter = new Emitter(graph);
  const a = emitter.write("a", 4, { kind: "copy", from: 0 });
  emitter.write("b", 4, { kind: "copy", from: emitter.read(b) as number });
  emitter.changeInPlace(c, emitter.read(c) as number, relu);
  // b copies a as it was: the function is not to run before that.
  expect(emitter.steps.find(({ to }) => to === a)?.epilogue).toEqual([]);
  expect(emitter.steps.at(-1)).toEqual({
    kernel: { kind: "copy", from: a },
    to: 2,
    epilogue: [relu],
  });
});
