import { madd } from "./vector";

/*
 * e^-x for four floats, by Cody and Waite's reduction: -x = n·ln 2 + r with |r| ≤ ln 2 / 2; e^r is a
 * polynomial of degree 6 in -r, whose coefficients are the minimax fit with constant term 1
 * (relative error 2e-9).
 *
 * It is made larger or smaller by a power of two, 2^k, so that what lies below the normal numbers
 * keeps its bits until it is used: 2^(n+k) is made of its exponent's bits, n + k + 127.
 *
 * The constants come from memory because the engine keeps what it has loaded in registers, while
 * it builds a literal anew in every turn of a loop: that took twice the time.
 */
const constants: usize = memory.data<f32>(
  [
    -1.44269502162933349609375, // -1 / ln 2
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
  return constantAt(constants, index);
}

/** The `index`-th of floats in memory, in each lane. */
@inline
export function constantAt(floats: usize, index: usize): v128 {
  return v128.load32_splat(floats + (index << 2));
}

/**
 * `ROUNDER + k` is the rounder for e^-x · 2^k: adding 1.5 · 2^23 rounds to a whole number, into the
 * lowest bits. k must be odd, so that 127 + k is even and halves are rounded as without it.
 */
export const ROUNDER: f32 = 12582912 + 127;

/**
 * e^-x · 2^k + `addend`; NaN stays NaN. Where n + k is -127 the power is taken to be 0: x must be such
 * that n + k is from -127 to 127.
 */
@inline
export function exponentialOfMinus(x: v128, rounder: v128, addend: v128): v128 {
  const shifted = madd(x, constant(0), rounder);
  const whole = f32x4.sub(shifted, rounder);
  const r = madd(whole, constant(2), madd(whole, constant(1), x));
  const r2 = f32x4.mul(r, r);
  let power = madd(constant(8), r, constant(7));
  power = madd(power, r2, madd(constant(6), r, constant(5)));
  power = madd(power, r2, madd(constant(4), r, constant(3)));
  power = madd(power, r, constant(9));
  return madd(power, i32x4.shl(shifted, 23), addend);
}
