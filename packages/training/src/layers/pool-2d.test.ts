import { expect, test } from "vitest";
import { expectClose, makeLayer } from "../testing/check-layer.js";

// x = np.array([[1,5,2],[5,0,2],[3,3,4.]])
const x = [1, 5, 2, 5, 0, 2, 3, 3, 4];

test("of equal ones the first has the gradient", () => {
  const pairs = makeLayer({ type: "maxPool2d", kernel: 2 }, [[1, 3, 3]], 1);
  // The last row and column are in no window.
  expect([...pairs.forward([x], 1)]).toEqual([5]);
  expect([...pairs.backward([2], 1)[0]!]).toEqual([0, 2, 0, 0, 0, 0, 0, 0, 0]);
  const overlapping = makeLayer({ type: "maxPool2d", kernel: 2, strides: 1 }, [[1, 3, 3]], 1);
  // sliding_window_view(x, (2,2)).max((2,3))
  expect([...overlapping.forward([x], 1)]).toEqual([5, 5, 5, 4]);
  expect([...overlapping.backward([1, 2, 3, 4], 1)[0]!]).toEqual([0, 3, 0, 3, 0, 0, 0, 0, 4]);
});

test("averages hand their gradient to all pixels alike", () => {
  const average = { type: "averagePool2d", kernel: 2, strides: 2, padding: 1 } as const;
  const made = makeLayer(average, [[1, 3, 3]], 1);
  // np.array([x[0,0], x[0,1:].mean(), x[1:,0].mean(), x[1:,1:].mean()])
  expect([...made.forward([x], 1)]).toEqual([1, 3.5, 4, 2.25]);
  expectClose(made.backward([1, 2, 3, 4], 1)[0]!, [1, 1, 1, 1.5, 1, 1, 1.5, 1, 1], 1e-15);
  const counting = makeLayer({ ...average, countsPadding: true }, [[1, 3, 3]], 1);
  // np.pad(x, 1)[:4,:4].reshape(2,2,2,2).mean((1,3))
  expect([...counting.forward([x], 1)]).toEqual([0.25, 1.75, 2, 2.25]);
  const whole = makeLayer({ type: "globalAveragePool2d" }, [[1, 3, 3]], 1);
  expectClose(whole.forward([x], 1), [25 / 9], 1e-15);
  expectClose(whole.backward([9], 1)[0]!, Array<number>(9).fill(1), 1e-15);
});
