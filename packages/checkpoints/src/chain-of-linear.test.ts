import { parseSpec } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { chainOfLinear } from "./chain-of-linear.js";

/** Tensors of these shapes, in this order. */
function tensors(shapes: Record<string, readonly number[]>) {
  return new Map(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { data: new Float32Array(shape.reduce((a, b) => a * b, 1)), shape },
    ]),
  );
}

const chain = (shapes: Record<string, readonly number[]>) =>
  chainOfLinear(tensors(shapes), "dir/my-net.pt");

/** Units and names of the dense layers. */
function layersOf(shapes: Record<string, readonly number[]>): unknown[] {
  const { spec } = chain(shapes);
  // A network that is as a spec is to be.
  parseSpec(spec, "spec");
  return spec.layers.flatMap((layer) =>
    layer.type === "dense" ? [[layer.weight, layer.bias, layer.units, layer.layout]] : [],
  );
}

test("PyTorch's Linears, in the order of their module", () => {
  const shapes = {
    "in.weight": [32, 784],
    "in.bias": [32],
    "fc.weight": [10, 32],
    "fc.bias": [10],
  };
  expect(chain(shapes)).toEqual({
    spec: {
      id: "my-net",
      input: [784],
      image: [1, 28, 28],
      layers: [
        { type: "scale", divisor: 255 },
        { type: "dense", units: 32, weight: "in.weight", bias: "in.bias", layout: "out,in" },
        { type: "relu" },
        { type: "dense", units: 10, weight: "fc.weight", bias: "fc.bias", layout: "out,in" },
      ],
    },
    guesses: [expect.stringMatching(/^pixels are divided by 255, and relu stands between/)],
  });
});

test.each([
  [
    "NumPy's, weights first",
    { W1: [6, 4], W2: [4, 3], b1: [4], b2: [3] },
    [
      ["W1", "b1", 4, undefined],
      ["W2", "b2", 3, undefined],
    ],
  ],
  [
    "of safetensors, which sorts names: 10 is behind 2",
    { "l.0.bias": [4], "l.0.weight": [4, 6], "l.10.weight": [3, 5], "l.2.weight": [5, 4] },
    [
      ["l.0.weight", "l.0.bias", 4, "out,in"],
      ["l.2.weight", undefined, 5, "out,in"],
      ["l.10.weight", undefined, 3, "out,in"],
    ],
  ],
  [
    "numbered by numpy.savez",
    { arr_0: [6, 4], arr_1: [4], arr_2: [4, 3], arr_3: [3] },
    [
      ["arr_0", "arr_1", 4, undefined],
      ["arr_2", "arr_3", 3, undefined],
    ],
  ],
  [
    "numbered, with biases of shape (1, n), and more than ten",
    { arr_0: [6, 4], arr_1: [1, 4], arr_10: [4, 2], arr_2: [4, 4], arr_3: [1, 4] },
    [
      ["arr_0", "arr_1", 4, undefined],
      ["arr_2", "arr_3", 4, undefined],
      ["arr_10", undefined, 2, undefined],
    ],
  ],
  [
    "scikit-learn's, all weights before all biases",
    { coef1: [6, 4], coef2: [4, 3], intercept1: [4], intercept2: [3] },
    [
      ["coef1", "intercept1", 4, undefined],
      ["coef2", "intercept2", 3, undefined],
    ],
  ],
  [
    "of layers whose names have words of a role in them",
    { "w_a.bias": [4], "w_a.weight": [4, 6], "w_b.bias": [3], "w_b.weight": [3, 4] },
    [
      ["w_a.weight", "w_a.bias", 4, "out,in"],
      ["w_b.weight", "w_b.bias", 3, "out,in"],
    ],
  ],
  [
    "with a bias that says nothing, behind its weights",
    { a: [6, 4], c: [4], W: [4, 3] },
    [
      ["a", "c", 4, undefined],
      ["W", undefined, 3, undefined],
    ],
  ],
  [
    "biases before their weights",
    { arr_3: [3], arr_1: [4], arr_2: [4, 3], arr_0: [6, 4] },
    [
      ["arr_0", "arr_1", 4, undefined],
      ["arr_2", "arr_3", 3, undefined],
    ],
  ],
  [
    "of one class, whose weights [1, n] say that they are none of a bias",
    { "a.weight": [4, 4], "b.weight": [1, 4] },
    [
      ["a.weight", undefined, 4, "out,in"],
      ["b.weight", undefined, 1, "out,in"],
    ],
  ],
  [
    "of one class, whose weights [1, n] are as long as no bias is",
    { arr_0: [4, 6], arr_1: [1, 4] },
    [
      ["arr_0", undefined, 4, "out,in"],
      ["arr_1", undefined, 1, "out,in"],
    ],
  ],
  ["of one pixel", { W: [1, 3] }, [["W", undefined, 3, undefined]]],
  ["with biases of shape (1, n)", { W1: [6, 4], b1: [1, 4] }, [["W1", "b1", 4, undefined]]],
  [
    "Keras' names",
    { "d/kernel:0": [6, 4], "d/bias:0": [4] },
    [["d/kernel:0", "d/bias:0", 4, undefined]],
  ],
])("%s", (_, shapes, expected) => {
  expect(layersOf(shapes as unknown as Record<string, number[]>)).toEqual(expected);
});

test("the layout is PyTorch's where all names are, for the one order that is taken", () => {
  const layouts = (shapes: Record<string, readonly number[]>) =>
    layersOf(shapes).map((layer) => (layer as string[])[3]);
  expect(layouts({ "a.weight": [4, 4], b: [4, 4] })).toEqual([undefined, undefined]);
  // Turned, [5, 4] and [6, 5] are a chain as well, in the other order.
  expect(layouts({ "b.weight": [4, 5], "a.weight": [5, 6] })).toEqual([undefined, undefined]);
});

test.each([
  ["dir.v2/net", "net"],
  ["a/b/net.pt", "net"],
  ["dir\\my.net.pt", "my.net"],
  [".pt", "network"],
])("%s is of %s", (file, id) => {
  const { spec, guesses } = chainOfLinear(tensors({ W: [4, 3] }), file);
  expect(spec.id).toBe(id);
  // There is nothing between one layer.
  expect(guesses[0]).toMatch(/^pixels are divided by 255: /);
});

test("a square of one pixel is no image", () => {
  expect(chain({ W: [1, 3] }).spec).not.toHaveProperty("image");
  expect(chain({ W: [4, 3] }).spec).toHaveProperty("image", [1, 2, 2]);
  expect(chain({ W: [5, 3] }).spec).not.toHaveProperty("image");
});

test("where shapes fit both ways, names tell, and it is said", () => {
  for (const [name, layout] of [
    ["a.weight", "out,in"],
    ["W", undefined],
  ] as const) {
    expect(layersOf({ [name]: [4, 4] })).toEqual([[name, undefined, 4, layout]]);
    expect(chain({ [name]: [4, 4] }).guesses[1]).toContain("fit the other way too");
  }
});

test("where shapes fit in two orders, numbers tell, else the file does, and it is said", () => {
  const weights = (shapes: Record<string, readonly number[]>) =>
    layersOf(shapes).map((layer) => (layer as string[])[0]);
  const numbered = { "l.0.weight": [4, 4], "l.10.weight": [4, 4], "l.2.weight": [4, 4] };
  expect(weights(numbered)).toEqual(["l.0.weight", "l.2.weight", "l.10.weight"]);
  expect(chain({ "l.0.weight": [4, 4], "l.1.weight": [4, 4] }).guesses).toHaveLength(2);
  const named = { "in.weight": [4, 4], "fc.weight": [4, 4] };
  expect(weights(named)).toEqual(["in.weight", "fc.weight"]);
  const told =
    "layers are taken in the order in.weight; fc.weight: their shapes fit in another too";
  expect(chain(named).guesses[2]).toBe(told);
});

describe("anything else is refused with what it is", () => {
  test.each([
    ["a convolution", { "c.weight": [8, 1, 3, 3] }, "for it has c.weight (8,1,3,3)"],
    ["shapes that do not meet", { W1: [6, 4], W2: [5, 3] }, "do not meet: W1 (6,4); W2 (5,3)"],
    ["a bias too many", { W1: [6, 4], b1: [4], c: [4] }, "c (4,) is the bias of none"],
    ["a bias of another length", { W1: [6, 4], b1: [5] }, "do not meet"],
    ["no matrix", { b1: [5] }, "it has no matrix"],
    ["a row of three axes", { W1: [6, 4], b1: [1, 4, 1] }, "it has b1 (1,4,1)"],
    ["a row that is of another length", { W1: [6, 4], c: [1, 3] }, "do not meet"],
    ["a number", { W1: [6, 4], s: [] }, "it has s ()"],
  ])("%s", (_, shapes, message) => {
    const run = () => chain(shapes);
    expect(run).toThrow(CheckpointError);
    expect(run).toThrow(message);
    expect(run).toThrow("describe the network in a spec by hand");
  });
});
