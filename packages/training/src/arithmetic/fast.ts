import { createTrainingKernels, type KernelModule, type TrainingKernels } from "@evalpool/tensor";
import type { Arithmetic } from "./arithmetic.js";
import { plainArithmetic } from "./plain.js";

/**
 * Builds something over the WebAssembly kernels, in float32: twice, for the first time tells how much
 * memory it takes, which must not move once it is in use.
 *
 * @param build must allocate the same each time, and may do so only while it is called
 */
export function withKernels<T>(module: KernelModule, build: (arithmetic: Arithmetic) => T): T {
  const kernels = createTrainingKernels(module);
  let [arrays, floats] = [0, 0];
  build(
    fastArithmetic(kernels, (length) => {
      arrays += 1;
      floats += length;
      return new Float32Array();
    }),
  );
  kernels.reserve(arrays, floats);
  return build(fastArithmetic(kernels, (length) => kernels.allocate(length)));
}

/** Kernels, but for columns and channels that are no whole vectors: these are rare. */
function fastArithmetic(
  kernels: TrainingKernels,
  allocate: (length: number) => Float32Array,
): Arithmetic {
  const plain = plainArithmetic(allocate);
  const fast: Arithmetic = {
    // Their arrays are those of `allocate`.
    ...(kernels as unknown as Arithmetic),
    allocate,
    createPacked: (inner, columns) => ({
      inner,
      columns,
      values: allocate(kernels.packedLength(inner, columns)),
    }),
  };
  const forColumns = (length: number): Arithmetic => (length % 4 === 0 ? fast : plain);
  return {
    ...fast,
    sumColumns: (x, rows, sums) => forColumns(sums.length).sumColumns(x, rows, sums),
    sumProducts: (a, aMeans, b, bMeans, rows, sums) =>
      forColumns(sums.length).sumProducts(a, aMeans, b, bMeans, rows, sums),
    scaleColumns: (x, factors, offsets, rows, y) =>
      forColumns(factors.length).scaleColumns(x, factors, offsets, rows, y),
    blendColumns: (a, aFactors, b, bFactors, offsets, rows, out) =>
      forColumns(offsets.length).blendColumns(a, aFactors, b, bFactors, offsets, rows, out),
    poolPairs: (x, input, count, y) => forColumns(input.channels).poolPairs(x, input, count, y),
    poolPairsGradient: (dy, x, y, input, count, dx) =>
      forColumns(input.channels).poolPairsGradient(dy, x, y, input, count, dx),
  };
}
