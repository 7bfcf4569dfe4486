import type { ElementwiseKernels } from "../backend/elementwise.js";
import { requireDivisor } from "../kernel-limits.js";
import { mapStride } from "../backend/maps.js";
import { scalarFunction } from "../scalar-functions.js";
import type { ReferenceKinds } from "./kinds.js";
import { bound } from "./bound.js";
import { requireRows } from "./rows.js";
import { localResponseNorm } from "./local-response-norm.js";
import { softmaxRows } from "./softmax.js";

export const elementwiseKernels: ElementwiseKernels<ReferenceKinds> = {
  activate(f, x, count, width) {
    requireRows(x, count, width);
    const apply = scalarFunction(f);
    const { data, stride } = x;
    for (let row = 0; row < count; row++) {
      const values = data.subarray(row * stride, row * stride + width);
      for (let i = 0; i < width; i++) values[i] = apply(values[i]!);
    }
  },

  softmax(x, count, width, group, isLog) {
    requireRows(x, count, width);
    softmaxRows(x, count, width, group, isLog);
  },

  combine(combination, a, b, { width, period }, out, bounds) {
    requireDivisor("width", width, period);
    return (count) => {
      requireRows(a, count, width);
      requireRows(b, count, period);
      requireRows(out, count, width);
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < width; i++) {
          const [left, right] = [
            a.data[row * a.stride + i]!,
            b.data[row * b.stride + (i % period)]!,
          ];
          out.data[row * out.stride + i] = combination === "add" ? left + right : left * right;
        }
        bound(out, row, width, bounds);
      }
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
    return (count) => {
      requireRows(x, count, width);
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < width; i++) {
          const at = row * x.stride + i;
          if (x.data[at]! < 0) x.data[at]! *= slopes[i % slopes.length]!;
        }
      }
    };
  },
};
