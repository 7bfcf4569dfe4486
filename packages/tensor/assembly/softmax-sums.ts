import { constantAt, exponentialOfMinus, ROUNDER } from "./exponential";
import { madd } from "./vector";

/** Terms are added up times 2^47, their squares times 2^94, so that the smallest are not lost. */
const constants: usize = memory.data<f32>(
  [
    120.60680389404297, // 174 ln 2: e^-x of it and beyond is taken to be 0
    ROUNDER + 47,
    7.105427357601002e-15, // 2^-47
    5.048709793414476e-29, // 2^-94
  ],
  16,
);

/**
 * For each row, Σ e^(x - max) and Σ (e^(x - max))² over its first `width` floats but the largest
 * itself, as two floats: the softmax is divided by 1 + the first. NaN when a float is NaN, or the
 * largest is infinite.
 *
 * @param indices where each row is largest (u32)
 */
export function softmaxSums(
  x: usize,
  n: i32,
  stride: i32,
  width: i32,
  indices: usize,
  out: usize,
): void {
  const zero = f32x4.splat(0);
  const four = i32x4.splat(4);
  const end = i32x4.splat(width);
  const limit = constantAt(constants, 0);
  const rounder = constantAt(constants, 1);
  const scales = i32x4.shuffle(constantAt(constants, 2), constantAt(constants, 3), 0, 4, 1, 5);
  const row = <usize>stride << 2;
  for (const last = x + <usize>n * row; x < last; x += row) {
    const index = load<u32>(indices);
    const largest = i32x4.splat(index);
    const max = v128.load32_splat(x + (<usize>index << 2));
    // 0, or NaN where the largest is infinite.
    let sum = f32x4.sub(max, max);
    let squares = zero;
    let lanes = i32x4(0, 1, 2, 3);
    for (let at = x; at < x + (<usize>width << 2); at += 16) {
      // In this order NaN stays NaN.
      const below = f32x4.pmin(f32x4.sub(max, v128.load(at)), limit);
      const power = exponentialOfMinus(below, rounder, zero);
      // Behind the width lie columns that pad the row.
      const isCounted = v128.andnot(i32x4.lt_s(lanes, end), i32x4.eq(lanes, largest));
      const counted = v128.and(power, isCounted);
      sum = f32x4.add(sum, counted);
      squares = madd(counted, counted, squares);
      lanes = i32x4.add(lanes, four);
    }
    // [s0 + s2, q0 + q2, s1 + s3, q1 + q3], then the halves of that.
    const low = i32x4.shuffle(sum, squares, 0, 4, 1, 5);
    const high = i32x4.shuffle(sum, squares, 2, 6, 3, 7);
    const both = f32x4.add(low, high);
    const sums = f32x4.add(both, i32x4.shuffle(both, both, 2, 3, 0, 1));
    v128.store64_lane(out, f32x4.mul(sums, scales), 0);
    indices += 4;
    out += 8;
  }
}
