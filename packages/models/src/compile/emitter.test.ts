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

const relu = { kind: "activate", f: { name: "relu" }, width: 4, node: "c" } as const;

/** A value `a` that both `b` and `c` read. */
const graph: Graph = {
  id: "branches",
  preprocess: {},
  input: { value: "x", shape: [4] },
  nodes: [node("a", "x"), node("b", "a"), node("c", "a")],
  output: "c",
};

test("what another step has read before is not changed where it is written", () => {
  const emitter = new Emitter(graph);
  const copy = Int32Array.of(0, 0, 4);
  const a = emitter.write(
    "a",
    "a",
    { kind: "mapBytes", table: new Float32Array(256), width: 4 },
    4,
  );
  emitter.count("a");
  emitter.write("b", "b", { kind: "move", sources: [{ from: a, runs: copy }] }, 4);
  emitter.count("a");
  emitter.change({ slot: a }, "c", relu);
  // b copies a as it was: the function is not to run before that.
  expect(emitter.steps.find(({ to }) => to === a)?.epilogue).toEqual([]);
  expect(emitter.steps.at(-1)).toEqual({
    kernel: { kind: "move", sources: [{ from: a, runs: copy }] },
    to: 2,
    epilogue: [relu],
    nodes: ["c"],
  });
});
