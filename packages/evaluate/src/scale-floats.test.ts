import { expect, test } from "vitest";
import { scaleFloats } from "./scale-floats.js";

function scaled(values: number[], ...of: Parameters<typeof scaleFloats>): number[] {
  const floats = Float32Array.from(values);
  scaleFloats(...of)(new Uint8Array(floats.buffer));
  return [...floats];
}

test("is (v · scale − mean) / std of each channel, rounded once", () => {
  const preprocess = { scale: 1 / 255, mean: [0.5, 0.25], std: [0.5, 2] };
  // np.float32((np.float64(v) * (1 / 255) - mean) / std)
  expect(scaled([0, 51, 102, 255, 3, 4, 5, 6], preprocess, [2, 1, 2], undefined)).toEqual(
    [
      (0 / 255 - 0.5) / 0.5,
      (51 * (1 / 255) - 0.5) / 0.5,
      (102 * (1 / 255) - 0.25) / 2,
      (255 * (1 / 255) - 0.25) / 2,
      (3 * (1 / 255) - 0.5) / 0.5,
      (4 * (1 / 255) - 0.5) / 0.5,
      (5 * (1 / 255) - 0.25) / 2,
      (6 * (1 / 255) - 0.25) / 2,
    ].map(Math.fround),
  );
});

test("of white as 1 it is what it is of bytes", () => {
  expect(scaled([0, 0.5, 1], { scale: 1 / 255 }, [1, 1, 3], 1)).toEqual([0, 0.5, 1]);
  expect(scaled([0, 0.5, 1], {}, [1, 1, 3], 1)).toEqual([0, 127.5, 255]);
  expect(scaled([0, 0.5, 1], {}, [1, 1, 3], undefined)).toEqual([0, 0.5, 1]);
});
