import { lowerSpec, parametersOf, trace, type Layer, type ModelSpec } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { forwardLines } from "./forward-lines.js";

/** The lines of a network whose weights are all 1, for x = 0, 1, 2, … */
function lines(
  input: number[],
  layers: Layer[],
  output?: string,
  classNames?: readonly string[],
): string[] {
  const spec: ModelSpec = { id: "net", input, layers, ...(output !== undefined && { output }) };
  const graph = { ...lowerSpec(spec), ...(classNames && { classNames }) };
  const parameters = new Map(
    parametersOf(graph).map(({ name, shape }) => {
      return [name, { data: new Float64Array(size(shape)).fill(1), shape }];
    }),
  );
  const x = { data: Float64Array.from({ length: size(input) }, (_, i) => i), shape: input };
  return forwardLines(graph, x, trace({ graph, parameters }, x));
}

test("convolutions, pools and what is between them, with values as NumPy prints them", () => {
  const layers: Layer[] = [
    { type: "scale", divisor: 2 },
    { type: "conv2d", filters: 1, kernel: 2, weight: "W1", bias: "b1" },
    { type: "relu" },
    { type: "maxPool2d", kernel: 2 },
    { type: "flatten" },
    { type: "dense", units: 2, weight: "W2" },
    { type: "softmax" },
  ];
  // x = np.arange(9.).reshape(1, 3, 3); h = x / 2
  // a = h[:, :2, :2] + h[:, :2, 1:] + h[:, 1:, :2] + h[:, 1:, 1:] + 1
  expect(lines([1, 3, 3], layers).join("\n")).toBe(`\
x                         [[[0. 1. 2.]
                            [3. 4. 5.]
                            [6. 7. 8.]]]
H0 = x / 2                [[[0.  0.5 1. ]
                            [1.5 2.  2.5]
                            [3.  3.5 4. ]]]
A1 = conv2d(H0, W1) + b1  [[[ 5.  7.]
                            [11. 13.]]]
Z1 = relu(A1)             [[[ 5.  7.]
                            [11. 13.]]]
P1 = maxPool2d(Z1)        [[[13.]]]
H1 = flatten(P1)          [13.]
A2 = H1·W2                [13. 13.]
y = identity(A2)          [13. 13.]
y = softmax(A2)           [0.5 0.5]`);
});

test("branches go by the names that they were given, others by a prime", () => {
  const layers: Layer[] = [
    { type: "dense", name: "stem", units: 2, weight: "W", bias: "b" },
    { type: "sigmoid", inputs: ["stem"] },
    { type: "tanh", inputs: ["stem"] },
    { type: "add", name: "sum", inputs: ["layers.1", "layers.2"] },
    { type: "concat", inputs: ["sum", "x"] },
    { type: "batchNorm", scale: "s", bias: "o", mean: "m", variance: "v" },
    { type: "relu", name: "Z1" },
  ];
  expect(lines([2], layers).map((line) => line.replace(/ {2}.*/, ""))).toEqual([
    "x",
    "stem = x·W + b",
    // Z1 is a name that was given.
    "Z1′ = sigmoid(stem)",
    "Z1′′ = tanh(stem)",
    "sum = add(Z1′, Z1′′)",
    "H1 = concat(sum, x)",
    "H1′ = batchNorm(H1, s, o, m, v)",
    "Z1 = relu(H1′)",
  ]);
});

test("the output is y, wherever it is", () => {
  const layers: Layer[] = [
    { type: "dense", units: 2, weight: "W" },
    { type: "relu" },
    { type: "tanh" },
  ];
  expect(lines([2], layers, "layers.1").map((line) => line.replace(/ {2}.*/, ""))).toEqual([
    "x",
    "A1 = x·W",
    "y = relu(A1)",
    "Z1 = tanh(y)",
  ]);
});

test("of a network that names its classes the one that it reads is told", () => {
  const layers: Layer[] = [{ type: "relu" }];
  // x = 0, 1, 2
  expect(lines([3], layers, undefined, ["cat", "dog", "a\u001b[2K"]).at(-1)).toMatch(
    /^read as +a\\x1b\[2K$/,
  );
  expect(lines([3], layers).join()).not.toContain("read as");
});
