import { expect, test } from "vitest";
import { decayWeights, optimizers } from "./optimizers.js";
import { expectClose } from "./testing/check-layer.js";

const gradients = [
  [0.5, -1],
  [-0.25, 2],
];

// w = np.array([1.,-2.]); gs = [np.array([.5,-1.]), np.array([-.25,2.])]; v = m = np.zeros(2)
test.each([
  // for g in gs: w -= .1*g
  ["sgd", [0.975, -2.1]],
  // for g in gs: v = .9*v-.1*g; w += v
  ["momentum", [0.9299999999999999, -2.01]],
  // for t, g in enumerate(gs, 1):
  //   m = .9*m+.1*g; v = .999*v+.001*g*g
  //   w -= .1*(m/(1-.9**t))/(np.sqrt(v/(1-.999**t))+1e-8)
  ["adam", [0.8733662987078462, -1.9366103534720749]],
] as const)("%s moves as NumPy says", (name, expected) => {
  const values = Float64Array.of(1, -2);
  const gradient = new Float64Array(2);
  const optimizer = optimizers[name]([{ name: "w", shape: [2], values, gradient }]);
  for (const next of gradients) {
    gradient.set(next);
    optimizer.step(0.1);
  }
  expectClose(values, expected, 1e-14);
});

test("weights decay, biases do not", () => {
  const weight = {
    name: "W",
    shape: [1, 2],
    values: Float64Array.of(1, -2),
    gradient: new Float64Array(2),
    fans: { in: 1, out: 2 },
  };
  const bias = {
    name: "b",
    shape: [1],
    values: Float64Array.of(3),
    gradient: new Float64Array(1),
  };
  decayWeights([weight, bias], 0.25);
  expect([...weight.values]).toEqual([0.75, -1.5]);
  expect([...bias.values]).toEqual([3]);
});
