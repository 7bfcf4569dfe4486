import { expect, test } from "vitest";
import { curve, softmaxExample } from "./activation-data.js";

test("meets both ends and zero exactly", () => {
  expect(curve("identity", 5)).toEqual([-5, -2.5, 0, 2.5, 5].map((x) => ({ x, y: x })));
  expect(curve("step", 3).map(({ y }) => y)).toEqual([0, 0, 1]);
  expect(curve("relu", 3).map(({ y }) => y)).toEqual([0, 0, 5]);
});

// 1 / (1 + np.exp(-np.linspace(-5, 5, 5)))
test("has the values of tensor's own functions", () => {
  const expected = [0.0066928509242848554, 0.07585818002124355, 0.5, 0.9241418199787566];
  for (const [i, y] of expected.entries()) expect(curve("sigmoid", 5)[i]!.y).toBeCloseTo(y, 12);
});

// e = np.exp([0, 1, 2]); e / e.sum()
test("shows softmax as shares of three classes that sum to 1", () => {
  const shares = softmaxExample().map(({ y }) => y);
  expect(shares[0]).toBeCloseTo(0.09003057317038046, 12);
  expect(shares[1]).toBeCloseTo(0.24472847105479764, 12);
  expect(shares[2]).toBeCloseTo(0.6652409557748218, 12);
});
