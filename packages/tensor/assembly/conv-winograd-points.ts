import { constantAt } from "./exponential";

/*
 * Winograd's F(4×4, 3×3): a tile of 4×4 outputs Y is made of 6×6 inputs d by 36 products instead of
 * 144, Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A. Polynomials are evaluated at the points 0, ±a, infinity and
 * ±b, with a = 5/8 and b = 3/2: with these the error is a quarter of what it is with the usual 1
 * and 2, and all that Bᵀ needs is exact in float32. Each point is scaled as it suits Bᵀ and Aᵀ
 * best:
 *
 *        | a²b²  0    -a²-b²  0      1  0 |        | 1  1/a  1/a  0  1/b²  1/b² |
 *        | 0    -ab²  -b²     a      1  0 |        | 0  1   -1    0  1/b  -1/b  |
 *   Bᵀ = | 0     ab²  -b²    -a      1  0 |   Aᵀ = | 0  a    a    0  1     1    |
 *        | 0     a²b²  0     -a²-b²  0  1 |        | 0  a²  -a²   1  b    -b    |
 *        | 0    -a²b  -a²     b      1  0 |
 *        | 0     a²b  -a²    -b      1  0 |
 *
 * Where at a map's edge only two outputs of a tile's side are left, F(2, 3) takes four inputs and
 * the first four points, with the same filters: what else the points would be scaled by is in Bᵀ.
 *
 *        | a²b²  0         -b²    0 |
 *   Bᵀ = | 0     a³ - ab²  a²-b²  0 |   Aᵀ = | 1  1/a  1/a  0 |
 *        | 0     ab² - a³  a²-b²  0 |        | 0  1   -1    1 |
 *        | 0    -a²        0      1 |
 */
const A: f64 = 5.0 / 8.0;
const B: f64 = 3.0 / 2.0;

/** Points of a tile's whole side, and of half of it. */
export const POINTS: i32 = 6;
export const HALF_POINTS: i32 = 4;

/** The constants come from memory because engines pair what they load, and not literals. */
const constants: usize = memory.data<f32>(
  [
    0.87890625, // a²b²
    2.640625, // a² + b²
    0.390625, // a²
    2.25, // b²
    0.625, // a
    1.5, // b
    1.6, // 1 / a
    0.6666667, // 1 / b
    0.44444445, // 1 / b²
    -1.859375, // a² - b²
    -1.162109375, // a (a² - b²)
  ],
  16,
);

/** The `index`-th of the constants above, in each lane. */
@inline
export function pointConstant(index: usize): v128 {
  return constantAt(constants, index);
}

/** `c - a * b`, rounded once where the engine has fused multiply-add (relaxed SIMD). */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(a, b, c) : f32x4.sub(c, f32x4.mul(a, b));
}

/** A filter `(g0, g1, g2)` at the `point`-th of 0, a, -a, infinity, b and -b: a row of G. */
export function filterAt(point: i32, g0: f64, g1: f64, g2: f64): f64 {
  const a2 = A * A;
  const b2 = B * B;
  if (point == 0) return g0 / (a2 * b2);
  if (point == 3) return g2;
  // By what Aᵀ's column was divided, over the product of the point's distances from the others.
  const scale = point < 3 ? A / (2 * a2 * (a2 - b2)) : b2 / (2 * b2 * (b2 - a2));
  const x = point == 1 ? A : point == 2 ? -A : point == 4 ? B : -B;
  return (g0 + g1 * x + g2 * x * x) * scale;
}
