import { expect, test } from "vitest";
import { compileKernels } from "./module.js";
import { createTrainingKernels } from "./training.js";

const kernels = createTrainingKernels(compileKernels());

test("arrays stay where they are while there is room that was reserved", () => {
  const own = createTrainingKernels(compileKernels());
  own.reserve(3, 3e6);
  const arrays = [own.allocate(1e6), own.allocate(1e6), own.allocate(1e6)];
  expect(arrays.map(({ length }) => length)).toEqual([1e6, 1e6, 1e6]);
  own.rectify(arrays[0]!, 1e6, arrays[2]!);
  // This one makes the memory grow, so that the others are lost, and said to be.
  own.allocate(1e6);
  expect(() => own.rectify(arrays[0]!, 4, arrays[2]!)).toThrow(RangeError);
});

test("what is not in the kernels' memory, or too short, is refused", () => {
  kernels.reserve(4, 1000);
  const [x, y, short] = [kernels.allocate(64), kernels.allocate(64), kernels.allocate(8)];
  const outside = new Float32Array(64);
  const matrix = (values: Float32Array, at = 0) => ({ values, at, stride: 8 });
  const packed = { inner: 8, columns: 8, values: kernels.allocate(kernels.packedLength(8, 8)) };
  const maps = { height: 4, width: 4, channels: 4 };
  expect(() => kernels.rectify(outside, 8, y)).toThrow("expected floats in the kernels' memory");
  expect(() => kernels.rectify(x, 65, y)).toThrow("expected at most 64 floats, got 65");
  expect(() => kernels.multiply(matrix(x, 1), packed, matrix(y), 8)).toThrow(RangeError);
  expect(() => kernels.multiply(matrix(x), packed, matrix(short), 8)).toThrow(RangeError);
  expect(() => kernels.addTransposed(matrix(x), matrix(y), short, 8, 8, 8)).toThrow(RangeError);
  expect(() => kernels.sumColumns(x, 9, short)).toThrow(RangeError);
  expect(() => kernels.poolPairs(x, maps, 2, y)).toThrow(RangeError);
  kernels.multiply(matrix(x), packed, matrix(y), 8);
});
