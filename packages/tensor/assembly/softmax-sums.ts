import { exponentialOfMinus } from "./exponential";
import { madd } from "./vector";

/**
 * For each row, Σ e^(x - max) and Σ (e^(x - max))² over its first `width` floats, as two floats:
 * what its softmax is divided by, and what the softmax's squares add up to times that squared.
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
  const four = i32x4.splat(4);
  const end = i32x4.splat(width);
  const row = <usize>stride << 2;
  for (const last = x + <usize>n * row; x < last; x += row) {
    const max = v128.load32_splat(x + (<usize>load<u32>(indices) << 2));
    let sum = f32x4.splat(0);
    let squares = f32x4.splat(0);
    let lanes = i32x4(0, 1, 2, 3);
    for (let at = x; at < x + (<usize>width << 2); at += 16) {
      const power = exponentialOfMinus(f32x4.sub(max, v128.load(at)));
      // Behind the width lie columns that pad the row.
      const counted = v128.and(power, i32x4.lt_s(lanes, end));
      sum = f32x4.add(sum, counted);
      squares = madd(counted, counted, squares);
      lanes = i32x4.add(lanes, four);
    }
    // [s0 + s2, q0 + q2, s1 + s3, q1 + q3], then the halves of that.
    const low = i32x4.shuffle(sum, squares, 0, 4, 1, 5);
    const high = i32x4.shuffle(sum, squares, 2, 6, 3, 7);
    const both = f32x4.add(low, high);
    v128.store64_lane(out, f32x4.add(both, i32x4.shuffle(both, both, 2, 3, 0, 1)), 0);
    indices += 4;
    out += 8;
  }
}
