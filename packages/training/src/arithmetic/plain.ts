import type { Floats } from "../floats.js";
import type { Arithmetic, Matrix, Packed } from "./arithmetic.js";
import { plainColumns } from "./plain-columns.js";
import { plainPatches } from "./plain-patches.js";
import { plainPool } from "./plain-pool.js";

/**
 * Written to be read, over memory of any kind: what the kernels are held against, and what runs
 * where there are none.
 *
 * @param allocate gives zeros: float32 unless told otherwise
 */
export function plainArithmetic(
  allocate: (length: number) => Floats = (length) => new Float32Array(length),
): Arithmetic {
  return {
    allocate,
    // A row of bias, then those of b.
    createPacked: (inner, columns) => ({ inner, columns, values: allocate((inner + 1) * columns) }),
    pack(b, bias, { columns, values }) {
      if (bias === undefined) values.fill(0, 0, columns);
      else values.set(bias);
      values.set(b, columns);
    },
    multiply,
    addTransposed,
    ...plainPatches,
    ...plainColumns,
    ...plainPool,
    rectify(x, length, y) {
      for (let i = 0; i < length; i++) y[i] = Math.max(x[i]!, 0);
    },
    rectifyGradient(dy, y, length, dx) {
      for (let i = 0; i < length; i++) dx[i] = y[i]! > 0 ? dy[i]! : 0;
    },
  };
}

function multiply(a: Matrix, { inner, columns, values }: Packed, c: Matrix, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const from = a.at + row * a.stride;
    const to = c.at + row * c.stride;
    for (let j = 0; j < columns; j++) c.values[to + j] = values[j]!;
    for (let k = 0; k < inner; k++) {
      const factor = a.values[from + k]!;
      const at = (k + 1) * columns;
      for (let j = 0; j < columns; j++) c.values[to + j]! += factor * values[at + j]!;
    }
  }
}

function addTransposed(
  a: Matrix,
  b: Matrix,
  c: Floats,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let row = 0; row < rows; row++) {
    const from = a.at + row * a.stride;
    const at = b.at + row * b.stride;
    for (let k = 0; k < inner; k++) {
      const factor = a.values[from + k]!;
      for (let j = 0; j < columns; j++) c[k * columns + j]! += factor * b.values[at + j]!;
    }
  }
}
