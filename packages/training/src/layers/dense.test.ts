import { expect, test } from "vitest";
import { checkLayer, expectClose, makeLayer, type TestLayer } from "../testing/check-layer.js";

function makeDense(inputs: number, units: number, batchSize: number): TestLayer {
  return makeLayer({ type: "dense", units, weight: "W", bias: "b" }, [[inputs]], batchSize);
}

const sine = (length: number, start = 0) =>
  Float64Array.from({ length }, (_, i) => Math.sin(i + start));

// x = np.sin(np.arange(6.)).reshape(2,3); W = np.cos(np.arange(6.)).reshape(3,2)
// b = np.array([.1,-.2]); dy = np.array([[1,-2],[.5,3.]])
test("gives what NumPy gives", () => {
  const layer = makeDense(3, 2, 2);
  const [W, b] = layer.parameters;
  W!.values.set(Float64Array.from({ length: 6 }, (_, i) => Math.cos(i)));
  b!.values.set([0.1, -0.2]);
  const dy = Float64Array.of(1, -2, 0.5, 3);
  // x @ W + b
  const y = [-0.8445319508863185, -0.7751166657373441, 1.1828557073980717, 0.3534657020775345];
  expectClose(layer.forward([sine(6)], 2), y, 1e-15);
  const [gradient] = layer.backward(dy, 2);
  // x.T @ dy
  const dW = [0.0705600040299336, 0.4233600241796016, 0.4630697371539324];
  expectClose(
    W!.gradient,
    [...dW, -3.953349455539578, 0.4298352894941125, -4.695367677640779],
    1e-15,
  );
  expect([...b!.gradient]).toEqual([1.5, 1]); // dy.sum(0)
  // dy @ W.T
  const dx = [-0.08060461173627953, 1.5638381566537485, -1.2209679917900644, 2.1209069176044193];
  expectClose(gradient!, [...dx, -3.1780509080749075, 0.5241647459578728], 1e-15);
});

test.each([
  [1, 1, 1],
  [3, 2, 4],
  [8, 5, 8],
  [19, 7, 9],
])(
  "%i inputs, %i units, %i examples: the gradients are those of the outputs",
  (inputs, units, n) => {
    const layer = makeDense(inputs, units, n);
    for (const [i, { values }] of layer.parameters.entries())
      values.set(sine(values.length, i + 1));
    checkLayer(layer, [sine(n * inputs, 3)], sine(n * units, 5), n);
  },
);

test("a smaller batch leaves nothing of the one before", () => {
  const layer = makeDense(4, 3, 5);
  for (const { values } of layer.parameters) values.set(sine(values.length));
  layer.forward([sine(20)], 5);
  layer.backward(sine(15), 5);
  checkLayer(layer, [sine(8, 2)], sine(6, 4), 2);
});
