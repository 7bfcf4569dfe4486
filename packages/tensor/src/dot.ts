import { formatShape, ShapeError } from "@evalpool/errors";
import { allocate, dtypeOf, isFloat, promote } from "./dtype.js";
import { requireTensor } from "./require-tensor.js";
import type { Tensor } from "./tensor.js";

/**
 * The product of vectors and matrices, by NumPy's rules for 1-D and 2-D (`numpy.dot`):
 * `[K]·[K] → []`, `[N, K]·[K] → [N]`, `[K]·[K, M] → [M]`, `[N, K]·[K, M] → [N, M]`. Floats are summed in
 * float64, integers wrap around as C's do.
 *
 * @throws {ShapeError} with NumPy's message when the inner lengths differ
 */
export function dot(a: Tensor, b: Tensor): Tensor {
  for (const operand of [a, b]) requireTensor("dot", operand);
  requireRank("dot", a, b);
  const [k, otherK] = [a.shape.at(-1)!, b.shape[0]!];
  if (k !== otherK) {
    const shapes = `${formatShape(a.shape)} and ${formatShape(b.shape)}`;
    const lengths = `${k} (dim ${a.shape.length - 1}) != ${otherK} (dim 0)`;
    throw new ShapeError("dot", [a.shape, b.shape], `shapes ${shapes} not aligned: ${lengths}`);
  }
  return product(a, b);
}

/**
 * The same product under the operator's name (`numpy.matmul`, Python's `@`).
 *
 * @throws {ShapeError} with NumPy's message when the inner lengths differ
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  for (const operand of [a, b]) requireTensor("matmul", operand);
  const signature = "(n?,k),(k,m?)->(n?,m?)";
  for (const [i, { shape }] of [a, b].entries()) {
    if (shape.length > 0) continue;
    const problem = `does not have enough dimensions (has 0, gufunc core with signature ${signature} requires 1)`;
    throw new ShapeError("matmul", [a.shape, b.shape], `matmul: Input operand ${i} ${problem}`);
  }
  requireRank("matmul", a, b);
  const [k, otherK] = [a.shape.at(-1)!, b.shape[0]!];
  if (k !== otherK) {
    const problem =
      "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature " +
      `${signature} (size ${otherK} is different from ${k})`;
    throw new ShapeError("matmul", [a.shape, b.shape], problem);
  }
  return product(a, b);
}

/** Of operands that fit. */
function product(a: Tensor, b: Tensor): Tensor {
  const [inner = 0, ...outerB] = b.shape;
  const outerA = a.shape.slice(0, -1);
  const n = outerA[0] ?? 1;
  const m = outerB[0] ?? 1;
  const dtype = promote(dtypeOf(a.data), dtypeOf(b.data));
  const sumUp = isFloat(dtype) ? sumOfFloats : sumOfIntegers;
  const out = allocate(dtype, n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) out[i * m + j] = sumUp(a, i * inner, b, j, m, inner);
  }
  return { data: out, shape: [...outerA, ...outerB] };
}

/** Σ a[from + k] · b[at + k · stride] over `count` k. */
type SumOfProducts = (
  a: Tensor,
  from: number,
  b: Tensor,
  at: number,
  stride: number,
  count: number,
) => number;

const sumOfFloats: SumOfProducts = (a, from, b, at, stride, count) => {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += a.data[from + k]! * b.data[at + k * stride]!;
  return sum;
};

const sumOfIntegers: SumOfProducts = (a, from, b, at, stride, count) => {
  let sum = 0;
  for (let k = 0; k < count; k++) {
    sum = (sum + Math.imul(a.data[from + k]!, b.data[at + k * stride]!)) | 0;
  }
  return sum;
};

function requireRank(op: string, a: Tensor, b: Tensor): void {
  for (const { shape } of [a, b]) {
    if (shape.length < 1 || shape.length > 2) {
      const shapes = `${formatShape(a.shape)} and ${formatShape(b.shape)}`;
      const message = `${op}: expected 1-D or 2-D operands, got shapes ${shapes}`;
      throw new ShapeError(op, [a.shape, b.shape], message);
    }
  }
}
