import { madd } from "./vector";

/*
 * e^-x for four floats, by Cody and Waite's reduction: -x = n·ln 2 + r with |r| ≤ ln 2 / 2; e^r is a
 * polynomial of degree 6 in -r, whose coefficients are the minimax fit with constant term 1
 * (relative error 2e-9), and n is added to its exponent bits.
 *
 * The constants come from memory because the engine keeps what it has loaded in registers, while
 * it builds a literal anew in every turn of a loop: that took twice the time.
 */
const constants: usize = memory.data<f32>(
  [
    87.0, // e^87 and e^-87 are normal numbers
    -87.0,
    -1.44269502162933349609375, // -1 / ln 2
    12582912.0, // 1.5 * 2^23: adding it rounds to a whole number, into the lowest bits
    0.693145751953125, // ln 2 in 12 bits, so that n times it is exact
    1.428606765330187e-6, // the rest of ln 2
    -1.0,
    0.4999999403953552,
    -0.16666431725025177,
    0.04166800156235695,
    -0.008374162949621677,
    0.001384364441037178,
    1.0,
  ],
  16,
);

@inline
function constant(index: usize): v128 {
  return v128.load32_splat(constants + (index << 2));
}

@inline
function sigmoidOf(x: v128): v128 {
  const rounder = constant(3);
  const one = constant(12);
  // In this order NaN stays NaN.
  const value = f32x4.pmax(f32x4.pmin(x, constant(0)), constant(1));
  const shifted = madd(value, constant(2), rounder);
  const whole = f32x4.sub(shifted, rounder);
  const r = madd(whole, constant(5), madd(whole, constant(4), value));
  const r2 = f32x4.mul(r, r);
  let power = madd(constant(11), r, constant(10));
  power = madd(power, r2, madd(constant(9), r, constant(8)));
  power = madd(power, r2, madd(constant(7), r, constant(6)));
  power = madd(power, r, one);
  const exponential = i32x4.add(power, i32x4.shl(shifted, 23));
  return f32x4.div(one, f32x4.add(exponential, one));
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
