import { lowerSpec, parametersOf, trace, type Layer, type ModelSpec } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { abridgedLines, forwardLines } from "./forward-lines.js";

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

test("of an image there are shapes, and of what is large the ends", () => {
  const graph = lowerSpec({
    id: "net",
    input: [2, 4, 4],
    layers: [{ type: "relu" }, { type: "flatten" }],
  });
  const x = { data: Float64Array.from({ length: 32 }, (_, i) => i / 8), shape: [2, 4, 4] };
  const steps = trace({ graph, parameters: new Map() }, x);
  // with np.printoptions(threshold=20, edgeitems=1): print(np.arange(32.0).reshape(2, 4, 4) / 8)
  const maps = `\
  [[[0.    ... 0.375]
    ...
    [1.5   ... 1.875]]

   [[2.    ... 2.375]
    ...
    [3.5   ... 3.875]]]`;
  expect(abridgedLines(graph, x, steps).join("\n")).toBe(`\
x, shape (2,4,4)
${maps}
Z0 = relu(x), shape (2,4,4)
${maps}
H0 = flatten(Z0), shape (32,)
  [0.    0.125 0.25  ... 3.625 3.75  3.875]`);
});

test("of a network that names its classes the one that it reads is told", () => {
  const layers: Layer[] = [{ type: "relu" }];
  // x = 0, 1, 2
  expect(lines([3], layers, undefined, ["cat", "dog", "a\u001b[2K"]).at(-1)).toMatch(
    /^read as +a\\x1b\[2K$/,
  );
  expect(lines([3], layers).join()).not.toContain("read as");
});
