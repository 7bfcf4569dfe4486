import type { Tensor } from "@evalpool/tensor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forward, preprocess } from "../forward.js";
import type { Graph, Node } from "../graph.js";
import { inferShapes } from "../infer-shapes.js";
import type { FloatTensor, Model } from "../model.js";
import { randomModels } from "../testing/random-models.js";
import { dropFinalSoftmax } from "./drop-final-softmax.js";
import { dropUnused } from "./drop-unused.js";
import { scaleIntoPreprocess } from "./scale-into-preprocess.js";

/** What a model gives for stored pixels. */
function run(model: Model, pixels: FloatTensor): Tensor {
  return forward(model, preprocess(model.graph, pixels));
}

/** Each pass against the eager pass before and after it, over graphs of any shape. */
function expectSame(pass: (graph: Graph) => Graph): void {
  fc.assert(
    fc.property(randomModels, ({ model, pixels }) => {
      const after = { ...model, graph: pass(model.graph) };
      expect(() => inferShapes(after.graph)).not.toThrow();
      const [got, expected] = [run(after, pixels), run(model, pixels)];
      expect(got.shape).toEqual(expected.shape);
      for (const [i, value] of expected.data.entries()) {
        // Two divisions, or one by the product: a few units in the last place.
        expect(Math.abs((got.data[i] ?? NaN) - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      }
    }),
  );
}

describe("scaleIntoPreprocess", () => {
  test("gives what the graph gave", () => expectSame(scaleIntoPreprocess));

  test("takes in scales up to the first layer, over a flatten, and none that others read", () => {
    const scale = (name: string, input: string): Node<"scale"> => ({
      op: "scale",
      name,
      inputs: [input],
      output: name,
      attributes: { divisor: 2 },
      parameters: {},
    });
    const flatten: Node<"flatten"> = {
      op: "flatten",
      name: "f",
      inputs: ["a"],
      output: "f",
      attributes: {},
      parameters: {},
    };
    const graph: Graph = {
      id: "g",
      preprocess: { divisor: 3 },
      input: { value: "x", shape: [1, 2] },
      nodes: [scale("a", "x"), flatten, scale("b", "f"), scale("c", "b"), scale("d", "b")],
      output: "c",
    };
    const { preprocess, nodes } = scaleIntoPreprocess(graph);
    expect(preprocess.divisor).toBe(12);
    // b, which two read, became its own input.
    expect(nodes.map(({ name, inputs }) => [name, ...inputs])).toEqual([
      ["f", "x"],
      ["c", "f"],
      ["d", "f"],
    ]);
  });
});

describe("dropUnused", () => {
  test("gives what the graph gave", () => expectSame(dropUnused));

  test("leaves no node whose value leads nowhere", () => {
    fc.assert(
      fc.property(randomModels, ({ model }) => {
        const { nodes, output } = dropUnused(model.graph);
        for (const node of nodes) {
          const isRead = nodes.some(({ inputs }) => inputs.includes(node.output));
          expect(isRead || node.output === output).toBe(true);
        }
      }),
    );
  });
});

describe("dropFinalSoftmax", () => {
  test("gives the logits: their softmax is what the graph gave", () => {
    fc.assert(
      fc.property(randomModels, ({ model, pixels }) => {
        const graph = dropFinalSoftmax(model.graph);
        const last = model.graph.nodes.find(({ output }) => output === model.graph.output);
        if (last?.op !== "softmax") {
          expect(graph).toBe(model.graph);
          return;
        }
        const node = { ...last, inputs: [graph.output], output: "again" };
        const again = { ...graph, nodes: [...graph.nodes, node], output: "again" };
        expect(run({ ...model, graph: again }, pixels)).toEqual(run(model, pixels));
      }),
    );
  });

  test("keeps one that another node reads", () => {
    const softmax: Node<"softmax"> = {
      op: "softmax",
      name: "s",
      inputs: ["x"],
      output: "s",
      attributes: {},
      parameters: {},
    };
    const relu: Node<"relu"> = { ...softmax, op: "relu", name: "r", inputs: ["s"], output: "r" };
    const graph: Graph = {
      id: "g",
      preprocess: { divisor: 1 },
      input: { value: "x", shape: [3] },
      nodes: [softmax, relu],
      output: "s",
    };
    const { nodes, output } = dropFinalSoftmax(graph);
    expect([nodes.length, output]).toEqual([2, "x"]);
  });
});
