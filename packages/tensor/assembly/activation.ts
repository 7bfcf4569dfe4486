import { exponentialOfMinus, one } from "./exponential";

@inline
function sigmoidOf(x: v128): v128 {
  return f32x4.div(one(), f32x4.add(exponentialOfMinus(x), one()));
}

/**
 * `x = 1 / (1 + e^-x)` for `length` floats, a multiple of 4, within 2.5 ulp. Four vectors at a
 * time overlap in the pipeline, and engines may pair them.
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

/** `x = max(0, x)` for `length` floats, a multiple of 4; NaN stays NaN. */
export function relu(x: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) v128.store(x, f32x4.max(zero, v128.load(x)));
}

/** `x = x > 0 ? 1 : 0` for `length` floats, a multiple of 4. */
export function step(x: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16) v128.store(x, v128.and(f32x4.gt(v128.load(x), zero), one));
}
