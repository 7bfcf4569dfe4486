import { size, type Tensor } from "@evalpool/tensor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forward, preprocess } from "../forward.js";
import type { Graph, Node } from "../graph.js";
import { inferShapes, parametersOf } from "../infer-shapes.js";
import { lowerSpec } from "../lower-spec.js";
import type { FloatTensor, Model } from "../model.js";
import { randomModels } from "../testing/random-models.js";
import { logitsOf } from "./drop-final-softmax.js";
import { dropIdentities } from "./drop-identities.js";
import { dropUnused } from "./drop-unused.js";
import { foldScales } from "./fold-scales.js";
import { meanIntoLayer } from "./mean-into-layer.js";
import { scaleIntoPreprocess } from "./scale-into-preprocess.js";

/** What a model gives for stored pixels. */
function run(model: Model, pixels: FloatTensor): Tensor {
  return forward(model, preprocess(model.graph, pixels));
}

/** Each pass against the eager pass before and after it, over graphs of any shape. */
function expectSame(pass: (model: Model) => Model): void {
  fc.assert(
    fc.property(randomModels, ({ model, pixels }) => {
      // Where a sum is nearly 0, rounding may give another step.
      fc.pre(!model.graph.nodes.some(({ op }) => op === "step"));
      const after = pass(model);
      expect(() => inferShapes(after.graph)).not.toThrow();
      const [got, expected] = [run(after, pixels), run(model, pixels)];
      expect(got.shape).toEqual(expected.shape);
      // Two divisions, or one by the product: a few units in the last place of what is summed up.
      const scale = [...expected.data].reduce((max, value) => Math.max(max, Math.abs(value)), 255);
      for (const [i, value] of expected.data.entries()) {
        expect(Math.abs((got.data[i] ?? NaN) - value)).toBeLessThanOrEqual(1e-9 * scale);
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
      preprocess: { scale: 1 / 3 },
      input: { value: "x", shape: [1, 2] },
      nodes: [scale("a", "x"), flatten, scale("b", "f"), scale("c", "b"), scale("d", "b")],
      output: "c",
    };
    const { preprocess, nodes } = scaleIntoPreprocess({ graph, parameters: new Map() }).graph;
    expect(preprocess.scale).toBe(1 / 3 / 2 / 2);
    // b, which two read, became its own input.
    expect(nodes.map(({ name, inputs }) => [name, ...inputs])).toEqual([
      ["f", "x"],
      ["c", "f"],
      ["d", "f"],
    ]);
  });
});

describe("meanIntoLayer", () => {
  test("gives what the graph gave", () => expectSame(meanIntoLayer));

  test.each([
    ["a convolution", { type: "conv2d", filters: 2, kernel: 3, weight: "w" }, {}],
    [
      "one that pads, and so not",
      { type: "conv2d", filters: 2, kernel: 3, padding: 1, weight: "w" },
      undefined,
    ],
  ] as const)("takes the mean into %s", (_, layer, expected) => {
    const spec = { id: "mean", input: [3, 5, 5], layers: [layer], preprocess: { mean: [1, 2, 3] } };
    const graph = lowerSpec(spec);
    const weight = { data: new Float64Array(54).fill(1), shape: [2, 3, 3, 3] };
    const after = meanIntoLayer({ graph, parameters: new Map([["w", weight]]) });
    expect(after.graph.preprocess).toEqual(expected ?? { mean: [1, 2, 3] });
    // Each filter has nine weights of 1 for each channel: -(1 + 2 + 3) · 9
    const bias = after.parameters.get(after.graph.nodes[0]!.parameters["bias"]?.name ?? "");
    expect(bias?.data).toEqual(expected && Float64Array.of(-54, -54));
  });
});

describe("dropIdentities", () => {
  test("gives what the graph gave", () => expectSame(dropIdentities));

  test("leaves none", () => {
    fc.assert(
      fc.property(randomModels, ({ model }) => {
        expect(dropIdentities(model).graph.nodes.map(({ op }) => op)).not.toContain("identity");
      }),
    );
  });
});

describe("foldScales", () => {
  test("gives what the graph gave", () => expectSame(foldScales));

  test("takes a batch norm into the convolution before, and a scale into the layer after", () => {
    const graph = lowerSpec({
      id: "fold",
      input: [2, 5, 5],
      layers: [
        { type: "conv2d", filters: 3, kernel: 3, weight: "w" },
        { type: "batchNorm", scale: "s", bias: "b", mean: "m", variance: "v" },
        { type: "relu" },
        { type: "dropout", ratio: 0.5, scaling: "inference" },
        { type: "flatten" },
        { type: "dense", units: 2, weight: "W" },
        { type: "scale", divisor: 4 },
      ],
    });
    const ones = (shape: number[]): FloatTensor => ({
      data: new Float64Array(size(shape)).fill(1),
      shape,
    });
    const parameters = new Map(
      parametersOf(graph).map(({ name, shape }) => [name, ones([...shape])]),
    );
    const { nodes } = foldScales({ graph, parameters }).graph;
    // The scale behind the ReLU stays: a flatten is between it and the layer.
    expect(nodes.map(({ op }) => op)).toEqual(["conv2d", "relu", "dropout", "flatten", "dense"]);
  });
});

describe("dropUnused", () => {
  test("gives what the graph gave", () => expectSame(dropUnused));

  test("leaves no node whose value leads nowhere", () => {
    fc.assert(
      fc.property(randomModels, ({ model }) => {
        const { nodes, output } = dropUnused(model).graph;
        for (const node of nodes) {
          const isRead = nodes.some(({ inputs }) => inputs.includes(node.output));
          expect(isRead || node.output === output).toBe(true);
        }
      }),
    );
  });
});

describe("logitsOf", () => {
  test("gives the logits: their softmax is what the graph gave", () => {
    fc.assert(
      fc.property(randomModels, ({ model, pixels }) => {
        const graph = logitsOf(model.graph);
        const last = model.graph.nodes.find(({ output }) => output === model.graph.output);
        if (last?.op !== "softmax" || last.attributes.axis !== undefined) {
          fc.pre(last?.op !== "softmax" && last?.op !== "logSoftmax");
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
      preprocess: { scale: 1 },
      input: { value: "x", shape: [3] },
      nodes: [softmax, relu],
      output: "s",
    };
    const { nodes, output } = logitsOf(graph);
    expect([nodes.length, output]).toEqual([2, "x"]);
  });
});
