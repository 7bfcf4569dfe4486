import type { ElementwiseKernels } from "../backend/elementwise.js";
import { requireDivisor, requireMultiple } from "../kernel-limits.js";
import { localResponseNorm } from "../reference/local-response-norm.js";
import { softmaxRows } from "../reference/softmax.js";
import { mapStride } from "../backend/maps.js";
import { scalarFunction, type ScalarFunction } from "../scalar-functions.js";
import { requireRows, type WasmContext, type WasmKinds } from "./context.js";
import type { Kernels } from "./kernels.js";

export function elementwiseKernels(context: WasmContext): ElementwiseKernels<WasmKinds> {
  const { kernels, memory } = context;
  return {
    activate(f, x, count, width) {
      requireRows(x, count, width);
      // The columns that pad a row are computed along; nothing reads them.
      const length = count * x.stride;
      const isDone = x.stride % 4 === 0 && activateWithKernel(kernels, f, x.address, length);
      if (!isDone) mapWith(scalarFunction(f), x.data.subarray(0, length));
    },

    softmax(x, count, width, group, isLog) {
      requireRows(x, count, width);
      softmaxRows(x, count, width, group, isLog);
    },

    combine(combination, a, b, { width, period }, out, { lower, upper }) {
      requireDivisor("width", width, period);
      const whole = 4 * Math.ceil(width / 4);
      if (period !== width) requireMultiple("period", period, 4);
      const step = period === width ? whole : period;
      const isProduct = combination === "multiply" ? 1 : 0;
      return (count) => {
        requireRows(a, count, whole);
        requireRows(b, count, step);
        requireRows(out, count, whole);
        // One by one, for a list that is spread would be made anew in each run.
        kernels.combine(
          isProduct,
          a.address,
          a.stride,
          b.address,
          b.stride,
          count,
          whole,
          step,
          out.address,
          out.stride,
          lower,
          upper,
        );
      };
    },

    localResponseNorm(norm, maps, x, out) {
      return (count) => {
        requireRows(x, count, mapStride(maps));
        requireRows(out, count, mapStride(maps));
        for (let row = 0; row < count; row++) localResponseNorm(norm, maps, x, out, row);
      };
    },

    prelu(slopes, x, width) {
      requireDivisor("width", width, slopes.length);
      const whole = 4 * Math.ceil(width / 4);
      // One slope for all is four; slopes for each value of a row are padded as it is.
      const lanes = slopes.length === 1 ? 4 : slopes.length === width ? whole : slopes.length;
      requireMultiple("slopes", lanes, 4);
      const all = Float32Array.from({ length: lanes }, (_, i) => slopes[i % slopes.length]!);
      const address = memory.write(all);
      return (count) => {
        requireRows(x, count, whole);
        kernels.prelu(x.address, x.stride, count, whole, address, lanes);
      };
    },
  };
}

/** @returns whether there is a kernel for it */
function activateWithKernel(
  kernels: Kernels,
  { name, alpha = 0, beta = 0 }: ScalarFunction,
  x: number,
  length: number,
): boolean {
  switch (name) {
    case "relu":
      kernels.clip(x, length, 0, Infinity);
      return true;
    case "clip":
      kernels.clip(x, length, alpha, beta);
      return true;
    case "hardSigmoid":
      kernels.hardSigmoid(x, length, alpha, beta, 0);
      return true;
    case "hardSwish":
      kernels.hardSigmoid(x, length, 1 / 6, 0.5, 1);
      return true;
    case "sigmoid":
    case "silu":
    case "step":
      kernels[name](x, length);
      return true;
    default:
      return false;
  }
}

/** Functions that are rare: computed in float64, one value after the other. */
function mapWith(f: (x: number) => number, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = f(values[i]!);
}
