import { SpecError } from "@evalpool/errors";
import { forward, lowerSpec, withoutUnused, zoo, type Graph } from "@evalpool/models";
import { createRandom } from "@evalpool/random";
import { expect, test } from "vitest";
import { plainArithmetic } from "./arithmetic/plain.js";
import { initialize } from "./initialize.js";
import { softmaxCrossEntropy } from "./loss.js";
import { createNetwork, type Network } from "./network.js";
import { expectClose, float64, largest } from "./testing/check-layer.js";
import { numericGradient } from "./testing/numeric-gradient.js";

function small(f: "sigmoid" | "relu" | "identity" | "step", input: number[], units = 3): Graph {
  return lowerSpec({
    id: "small",
    input,
    layers: [
      { type: "scale", divisor: 255 },
      { type: "flatten" },
      { type: "dense", units, weight: "W1", bias: "b1" },
      { type: "activation", function: f },
      { type: "dense", units: 3, weight: "W2", bias: "b2" },
      { type: "activation", function: "softmax" },
    ],
  });
}

/** The mean loss of a batch; leaves its gradients in the parameters. */
function learn(network: Network, x: Float64Array, labels: readonly number[]): number {
  const count = labels.length;
  const gradient = new Float64Array(count * network.classes);
  const logits = network.forward(x, count, "training");
  const { loss } = softmaxCrossEntropy(logits, labels, gradient, count, network.classes);
  network.backward(gradient, count);
  return loss / count;
}

// x = np.sin(np.arange(8.)).reshape(2,4)*255; W1 = np.sin(np.arange(12.)+1).reshape(4,3)
// b1 = np.array([.1,.2,.3]); W2 = np.cos(np.arange(9.)).reshape(3,3); b2 = np.array([-.1,0,.1])
// t = np.array([2,0]); a0 = x/255; a1 = 1/(1+np.exp(-(a0@W1+b1))); l = a1@W2+b2
// p = np.exp(l)/np.exp(l).sum(1,keepdims=True)
test("gives the loss and gradients that NumPy gives", () => {
  const network = createNetwork(small("sigmoid", [4]), 2, { arithmetic: float64 });
  const [W1, b1, W2, b2] = network.parameters.map(({ values }) => values);
  W1!.set(Float64Array.from({ length: 12 }, (_, i) => Math.sin(i + 1)));
  b1!.set([0.1, 0.2, 0.3]);
  W2!.set(Float64Array.from({ length: 9 }, (_, i) => Math.cos(i)));
  b2!.set([-0.1, 0, 0.1]);
  const x = Float64Array.from({ length: 8 }, (_, i) => 255 * Math.sin(i));
  // -np.log(p[[0,1],t]).mean()
  expect(learn(network, x, [2, 0])).toBeCloseTo(1.1766365619241153, 14);
  // d2 = (p-np.eye(3)[t])/2; d1 = d2@W2.T*a1*(1-a1); a0.T@d1; d1.sum(0); a1.T@d2; d2.sum(0)
  const expected = [
    [
      [0.047406779258493965, -0.038817450789015565, 0.0329118862197754],
      [0.15497992763603982, -0.13700518462436273, 0.11907797994452161],
      [0.12006524527156551, -0.10923098354785121, 0.09576432806451483],
      [-0.0252368698863386, 0.01896968005806506, -0.01559460539818086],
    ],
    [[0.05015214212076066, -0.0530742149886081, 0.048465426088489395]],
    [
      [-0.029214011247496716, 0.16566884052189554, -0.13645482927439884],
      [-0.010090356677557647, 0.16678519120728819, -0.15669483452973057],
      [-0.036955567854812174, 0.1983935304485778, -0.16143796259376567],
    ],
    [[-0.11007638604152015, 0.3645527598368071, -0.25447637379528704]],
  ];
  for (const [i, { gradient }] of network.parameters.entries()) {
    expectClose(gradient, expected[i]!.flat(), 1e-15);
  }
});

test.each(["sigmoid", "relu", "identity"] as const)(
  "%s: the gradients of all parameters are those of the loss",
  (f) => {
    const shape = small(f, [2, 3, 4], 9);
    const network = createNetwork(shape, 10, { arithmetic: float64 });
    initialize(network, shape, createRandom(3, 0));
    const x = Float64Array.from({ length: 240 }, (_, i) => (i % 3 === 0 ? 200 * Math.cos(i) : 0));
    const labels = Array.from({ length: 10 }, (_, i) => i % 3);
    learn(network, x, labels);
    const gradients = network.parameters.map(({ gradient }) => gradient.slice());
    for (const [i, { values }] of network.parameters.entries()) {
      expectClose(
        gradients[i]!,
        numericGradient(values, () => learn(network, x, labels)),
      );
    }
  },
);

test("trains in float32 with the gradients of float64", () => {
  const mlp = zoo.get("mlp")!.graph;
  const networks = [createNetwork(mlp, 20), createNetwork(mlp, 20, { arithmetic: float64 })];
  const x = Float64Array.from({ length: 20 * 784 }, (_, i) => (i % 7 < 2 ? (i * 31) % 256 : 0));
  const labels = Array.from({ length: 20 }, (_, i) => i % 10);
  for (const network of networks) {
    initialize(network, mlp, createRandom(1, 0));
    learn(network, x, labels);
  }
  const [single, double] = networks.map(({ parameters }) => parameters);
  expect(single!.map(({ name }) => name)).toEqual(["W1", "b1", "W2", "b2", "W3", "b3"]);
  for (const [i, { gradient }] of single!.entries()) {
    const expected = double![i]!.gradient;
    const scale = 1 / largest(expected);
    expectClose(
      gradient.map((value) => value * scale),
      expected.map((value) => value * scale),
      1e-5,
    );
  }
});

test("as many weights as can be trained, and one unit more", () => {
  // 2**30 / 16 weights, of which each unit has 2**13
  const wide = (units: number): Graph =>
    lowerSpec({
      id: "wide",
      input: [2 ** 13 - 1],
      layers: [{ type: "dense", units, weight: "W", bias: "b" }],
    });
  const none = { arithmetic: plainArithmetic(() => new Float32Array(0)) };
  expect(() => createNetwork(wide(2 ** 13), 1, none)).not.toThrow();
  expect(() => createNetwork(wide(2 ** 13 + 1), 1, none)).toThrow(
    "wide: expected at most 67,108,864 weights to train, got 67,117,056",
  );
});

test.each([
  ["a step", small("step", [4]), "layers.3 (step): cannot be trained through"],
  [
    "no parameters",
    lowerSpec({ id: "none", input: [4], layers: [{ type: "flatten" }] }),
    "no layer to train",
  ],
] satisfies [string, Graph, string][])("refuses %s", (_, refused, message) => {
  const create = () => createNetwork(refused, 1);
  expect(create).toThrow(SpecError);
  expect(create).toThrow(message);
});

const branched = lowerSpec({
  id: "branched",
  input: [2, 4, 4],
  layers: [
    { type: "conv2d", name: "stem", filters: 3, kernel: 3, padding: 1, weight: "W1" },
    { type: "batchNorm", name: "norm", scale: "s", bias: "t", mean: "m", variance: "v" },
    { type: "tanh", name: "a" },
    { type: "conv2d", name: "b", filters: 3, kernel: 1, weight: "W2", bias: "b2" },
    { type: "add", name: "sum", inputs: ["a", "b"] },
    { type: "multiply", name: "square", inputs: ["sum", "sum"] },
    { type: "concat", name: "all", inputs: ["square", "x", "a"] },
    { type: "flatten", name: "flat" },
    { type: "dense", name: "scores", units: 3, weight: "W3", bias: "b3" },
    { type: "softmax", name: "p" },
    { type: "dense", name: "aside", inputs: ["flat"], units: 2, weight: "W4" },
  ],
  output: "p",
});

test("a value that several nodes read gets the sum of their gradients", () => {
  const network = createNetwork(branched, 4, { arithmetic: float64 });
  initialize(network, branched, createRandom(3, 0));
  const x = Float64Array.from({ length: 128 }, (_, i) => Math.sin(i * i));
  const labels = [0, 2, 1, 1];
  learn(network, x, labels);
  const learnt = network.parameters.filter(({ isStatistic }) => !isStatistic);
  const gradients = learnt.map(({ gradient }) => gradient.slice());
  for (const [i, { values }] of learnt.entries()) {
    expectClose(
      gradients[i]!,
      numericGradient(values, () => learn(network, x, labels)),
    );
  }
});

test("the logits are those of the eager pass, and what nobody reads is left out", () => {
  const network = createNetwork(branched, 4, { arithmetic: float64 });
  initialize(network, branched, createRandom(3, 0));
  const names = network.parameters.map(({ name }) => name);
  expect(names).toEqual(["W1", "s", "t", "m", "v", "W2", "b2", "W3", "b3"]);
  const parameters = new Map(
    network.parameters.map(({ name, values, shape }) => [name, { data: values, shape }]),
  );
  const x = Float64Array.from({ length: 128 }, (_, i) => Math.sin(i * i));
  const graph = { ...withoutUnused(branched), output: "scores" };
  const expected = forward({ graph, parameters }, { data: x, shape: [4, 2, 4, 4] });
  expectClose(network.forward(x, 4, "inference").subarray(0, 12), expected.data, 1e-13);
});

test("layers below the first one that is trained pass no gradient", () => {
  const below = lowerSpec({
    id: "below",
    input: [4],
    layers: [{ type: "tanh" }, { type: "dense", units: 2, weight: "W" }],
  });
  const network = createNetwork(below, 1);
  network.forward(Float32Array.of(1, 2, 3, 4), 1, "training");
  network.backward(Float32Array.of(1, -1), 1);
  expect(network.layers[1]!.backward(Float32Array.of(1, -1), 1)).toEqual([undefined]);
});
