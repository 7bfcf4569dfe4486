import { constantAt, exponentialOfMinus, ROUNDER } from "./exponential";

/**
 * 1 / (1 + e^-x) = 2^-25 / (2^-25 + e^-x · 2^-25), which is within float32 where e^-x is not, so that the
 * quotient is rounded once, also among the numbers below the normal ones.
 */
const constants: usize = memory.data<f32>(
  [
    60.0, // from 17.4 on it is 1
    -104.0, // from -103.98 down it is 0
    ROUNDER - 25,
    2.98023223876953125e-8, // 2^-25
  ],
  16,
);

@inline
function sigmoidOf(x: v128): v128 {
  // In this order NaN stays NaN.
  const value = f32x4.pmax(f32x4.pmin(x, constantAt(constants, 0)), constantAt(constants, 1));
  const one = constantAt(constants, 3);
  return f32x4.div(one, exponentialOfMinus(value, constantAt(constants, 2), one));
}

/**
 * `x = 1 / (1 + e^-x)` for `length` floats, a multiple of 4, within 2.5 ulp (below the normal numbers, one
 * unit of the last place). Four vectors at a time overlap in
 * the pipeline, and engines may pair them.
 */
export function sigmoid(x: usize, length: i32): void {
  const end = x + (<usize>length << 2);
  for (; x + 64 <= end; x += 64) {
    const y0 = sigmoidOf(v128.load(x));
    const y1 = sigmoidOf(v128.load(x, 16));
    const y2 = sigmoidOf(v128.load(x, 32));
    const y3 = sigmoidOf(v128.load(x, 48));
    v128.store(x, y0);
    v128.store(x, y1, 16);
    v128.store(x, y2, 32);
    v128.store(x, y3, 48);
  }
  for (; x < end; x += 16) v128.store(x, sigmoidOf(v128.load(x)));
}

/** `x = x < 0 ? 0 : x` for `length` floats, a multiple of 4: NaN stays NaN, and -0 what it is. */
export function relu(x: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) v128.store(x, f32x4.pmax(v128.load(x), zero));
}

/** `x = x > 0 ? 1 : 0` for `length` floats, a multiple of 4. */
export function step(x: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) v128.store(x, v128.and(f32x4.gt(v128.load(x), zero), one));
}
