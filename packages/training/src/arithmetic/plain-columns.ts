import type { Arithmetic } from "./arithmetic.js";

type ColumnNames = "sumColumns" | "sumProducts" | "scaleColumns" | "blendColumns";

/** Matrices of as many columns as there are sums or factors. */
export const plainColumns: Pick<Arithmetic, ColumnNames> = {
  sumColumns(x, rows, sums) {
    const columns = sums.length;
    sums.fill(0);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++) sums[c]! += x[at++]!;
    }
  },
  sumProducts(a, aMeans, b, bMeans, rows, sums) {
    const columns = sums.length;
    sums.fill(0);
    for (let row = 0, at = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++, at++) {
        sums[c]! += (a[at]! - aMeans[c]!) * (b[at]! - bMeans[c]!);
      }
    }
  },
  scaleColumns(x, factors, offsets, rows, y) {
    const columns = factors.length;
    for (let row = 0, at = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++, at++) y[at] = x[at]! * factors[c]! + offsets[c]!;
    }
  },
  blendColumns(a, aFactors, b, bFactors, offsets, rows, out) {
    const columns = offsets.length;
    for (let row = 0, at = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++, at++) {
        out[at] = a[at]! * aFactors[c]! + b[at]! * bFactors[c]! + offsets[c]!;
      }
    }
  },
};
