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

/** e^-x, x taken to be from -87 to 87; NaN stays NaN. */
@inline
export function exponentialOfMinus(x: v128): v128 {
  const rounder = constant(3);
  // In this order NaN stays NaN.
  const value = f32x4.pmax(f32x4.pmin(x, constant(0)), constant(1));
  const shifted = madd(value, constant(2), rounder);
  const whole = f32x4.sub(shifted, rounder);
  const r = madd(whole, constant(5), madd(whole, constant(4), value));
  const r2 = f32x4.mul(r, r);
  let power = madd(constant(11), r, constant(10));
  power = madd(power, r2, madd(constant(9), r, constant(8)));
  power = madd(power, r2, madd(constant(7), r, constant(6)));
  power = madd(power, r, one());
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/** 1, from memory as the other constants. */
@inline
export function one(): v128 {
  return constant(12);
}
