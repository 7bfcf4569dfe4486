import { formatShape, ShapeError } from "@evalpool/errors";
import { allocate, dtypeOf, promote } from "./dtype.js";
import type { Tensor } from "./tensor.js";

/**
 * The product of vectors and matrices, by NumPy's rules for 1-D and 2-D (`numpy.dot`):
 * `[K]·[K] → []`, `[N, K]·[K] → [N]`, `[K]·[K, M] → [M]`, `[N, K]·[K, M] → [N, M]`.
 * For these ranks NumPy's `matmul` is the same, so it is exported under that name too.
 *
 * @throws {ShapeError} with NumPy's message when the inner lengths differ
 */
export function dot(a: Tensor, b: Tensor): Tensor {
  requireRank(a, b);
  const inner = a.shape.at(-1)!;
  const innerAxisOfB = 0;
  if (inner !== b.shape[innerAxisOfB]) {
    const message =
      `shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} not aligned: ` +
      `${inner} (dim ${a.shape.length - 1}) != ${b.shape[innerAxisOfB]} (dim ${innerAxisOfB})`;
    throw new ShapeError("dot", [a.shape, b.shape], message);
  }
  const outerA = a.shape.slice(0, -1);
  const outerB = b.shape.slice(1);
  const n = outerA[0] ?? 1;
  const m = outerB[0] ?? 1;
  const out = allocate(promote(dtypeOf(a.data), dtypeOf(b.data)), n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a.data[i * inner + k]! * b.data[k * m + j]!;
      out[i * m + j] = sum;
    }
  }
  return { data: out, shape: [...outerA, ...outerB] };
}

function requireRank(a: Tensor, b: Tensor): void {
  for (const { shape } of [a, b]) {
    if (shape.length < 1 || shape.length > 2) {
      const message = `dot: expected 1-D or 2-D operands, got shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}`;
      throw new ShapeError("dot", [a.shape, b.shape], message);
    }
  }
}
