import { constantAt, exponentialOfMinus, ROUNDER } from "./exponential";
import { cutTo } from "./vector";

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

/** `x = x · sigmoid(x)` for `length` floats, a multiple of 4; from where sigmoid is 0 on, -0. */
export function silu(x: usize, length: i32): void {
  const lowest = constantAt(constants, 1);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) {
    const value = v128.load(x);
    // So that -Infinity is not multiplied by 0.
    v128.store(x, f32x4.mul(f32x4.pmax(value, lowest), sigmoidOf(value)));
  }
}

/**
 * `x = min(max(x, lower), upper)` for `length` floats, a multiple of 4: NaN stays NaN, and -0 what it
 * is.
 */
export function clip(x: usize, length: i32, lower: f32, upper: f32): void {
  const low = f32x4.splat(lower);
  const high = f32x4.splat(upper);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) v128.store(x, cutTo(v128.load(x), low, high));
}

/** `x = min(max(alpha · x + beta, 0), 1)`, times x where `isSwish`, for `length` floats. */
export function hardSigmoid(x: usize, length: i32, alpha: f32, beta: f32, isSwish: i32): void {
  const slope = f32x4.splat(alpha);
  const offset = f32x4.splat(beta);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) {
    const value = v128.load(x);
    const gate = cutTo(f32x4.add(f32x4.mul(slope, value), offset), zero, one);
    v128.store(x, isSwish ? f32x4.mul(value, gate) : gate);
  }
}

/**
 * `x = x < 0 ? slope · x : x` on `n` rows of `width` floats, of `period` slopes that repeat along the
 * row; both multiples of 4.
 */
export function prelu(
  x: usize,
  stride: i32,
  n: i32,
  width: i32,
  slopes: usize,
  period: i32,
): void {
  const zero = f32x4.splat(0);
  for (let row = 0; row < n; row++) {
    let at = x;
    for (const end = x + (<usize>width << 2); at < end; ) {
      let slope = slopes;
      for (const last = slopes + (<usize>period << 2); slope < last; slope += 16) {
        const value = v128.load(at);
        const scaled = f32x4.mul(value, v128.load(slope));
        v128.store(at, v128.bitselect(scaled, value, f32x4.lt(value, zero)));
        at += 16;
      }
    }
    x += <usize>stride << 2;
  }
}

/** `x = x > 0 ? 1 : 0` for `length` floats, a multiple of 4. */
export function step(x: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) v128.store(x, v128.and(f32x4.gt(v128.load(x), zero), one));
}
