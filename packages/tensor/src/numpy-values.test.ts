import { expect, test } from "vitest";
import { ShapeError } from "@evalpool/errors";
import { describeShared, golden } from "../../../test/shared.js";
import { activations, sigmoid, softmax } from "./activations.js";
import { add } from "./arithmetic.js";
import { dot } from "./dot.js";
import { format } from "./format.js";
import { arange, ndim, shape, tensor, zeros, type Nested, type Tensor } from "./tensor.js";

type Rows = number[][];
interface Golden {
  activations: Record<"x" | "step" | "sigmoid" | "relu", number[]> &
    Record<"softmax" | "softmax_large" | "sigmoid_extreme", { x: number[]; y: number[] }>;
  matrices: {
    ndim_shape: { a: Nested; ndim: number; shape: number[] }[];
    dot: { a: Nested; b: Nested; y: Nested }[];
    misaligned: { a_shape: number[]; b_shape: number[]; message: string };
  };
  three_layer: Record<"x" | "b1" | "b2" | "b3" | "A1" | "Z1" | "A2" | "Z2" | "A3" | "y", number[]> &
    Record<"W1" | "W2" | "W3", Rows>;
  six_layer: {
    x: number[];
    params: Record<string, Nested>;
    identity: number[];
    softmax: number[];
  };
}

function numpy(): Golden {
  return golden("numeric") as Golden;
}

function expectClose(got: Tensor, expected: Nested): void {
  const wanted = tensor(expected);
  expect(got.shape).toEqual(wanted.shape);
  for (const [i, value] of wanted.data.entries()) {
    expect(Math.abs(got.data[i]! - value)).toBeLessThanOrEqual(1e-12);
  }
}

// The values in `golden/numeric.json` are float64, computed by NumPy.
describeShared("NumPy's values of the worked examples, to 1e-12", () => {
  test("x = np.arange(-5.0, 5.0, 0.1), to the bit", () => {
    expect(Array.from(arange(-5, 5, 0.1).data)).toEqual(numpy().activations.x);
  });

  test.each(["step", "sigmoid", "relu"] as const)("%s(x)", (name) => {
    const { x, [name]: y } = numpy().activations;
    expectClose(activations[name](tensor(x)), y);
  });

  test("softmax, of large values too", () => {
    const { softmax: small, softmax_large: large } = numpy().activations;
    expectClose(softmax(tensor(small.x)), small.y);
    expectClose(softmax(tensor(large.x)), large.y);
  });

  // NumPy's input was clipped so that exp does not overflow: 1e-308 where this gives 0.
  test("sigmoid of extremes", () => {
    const { x, y } = numpy().activations.sigmoid_extreme;
    expectClose(sigmoid(tensor(x)), y);
  });

  test("np.ndim(A), A.shape", () => {
    for (const example of numpy().matrices.ndim_shape) {
      const a = tensor(example.a);
      expect(ndim(a)).toBe(example.ndim);
      expect(shape(a)).toEqual(example.shape);
    }
  });

  test("np.dot(A, B)", () => {
    for (const { a, b, y } of numpy().matrices.dot) expectClose(dot(tensor(a), tensor(b)), y);
  });

  test("the message for shapes that are not aligned, and the shapes as fields", () => {
    const { a_shape: left, b_shape: right, message } = numpy().matrices.misaligned;
    const product = (): unknown => dot(zeros(left), zeros(right));
    expect(product).toThrow(ShapeError);
    expect(product).toThrow(expect.objectContaining({ op: "dot", shapes: [left, right], message }));
  });

  test("the network of three layers, every A and Z, as printed", () => {
    const net = numpy().three_layer;
    const weighted = (x: Tensor, w: Rows, b: number[]): Tensor => add(dot(x, tensor(w)), tensor(b));
    const a1 = weighted(tensor(net.x), net.W1, net.b1);
    expectClose(a1, net.A1);
    const z1 = sigmoid(a1);
    expectClose(z1, net.Z1);
    const a2 = weighted(z1, net.W2, net.b2);
    expectClose(a2, net.A2);
    const z2 = sigmoid(a2);
    expectClose(z2, net.Z2);
    const a3 = weighted(z2, net.W3, net.b3);
    expectClose(a3, net.A3);
    expectClose(activations.identity(a3), net.y);
    expect(format(a3)).toBe("[0.31682708 0.69627909]");
  });

  test("the network of six layers", () => {
    const { x, params, ...expected } = numpy().six_layer;
    const names = ["sigmoid", "sigmoid", "sigmoid", "relu", "relu", "identity"] as const;
    const y = names.reduce<Tensor>((z, name, i) => {
      const a = add(dot(z, tensor(params[`W${i + 1}`]!)), tensor(params[`b${i + 1}`]!));
      return activations[name](a);
    }, tensor(x));
    expectClose(y, expected.identity);
    expectClose(softmax(y), expected.softmax);
    expect(format(y)).toBe("[0.12410253 1.04452448]");
    expect(format(softmax(y))).toBe("[0.28487193 0.71512807]");
  });
});
