import { cutTo } from "./vector";

/**
 * `out = a + b` (or `a · b`), cut to bounds, on `n` rows of `width` floats, a multiple of 4. A row of
 * b is `period` floats, a multiple of 4, repeated along the row of a.
 */
export function combine(
  isProduct: i32,
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  n: i32,
  width: i32,
  period: i32,
  out: usize,
  outStride: i32,
  lower: f32,
  upper: f32,
): void {
  const low = f32x4.splat(lower);
  const high = f32x4.splat(upper);
  for (let row = 0; row < n; row++) {
    let to = out;
    let from = a;
    for (const end = a + (<usize>width << 2); from < end; ) {
      let other = b;
      for (const last = b + (<usize>period << 2); other < last; other += 16) {
        const left = v128.load(from), right = v128.load(other);
        const value = isProduct ? f32x4.mul(left, right) : f32x4.add(left, right);
        v128.store(to, cutTo(value, low, high));
        from += 16;
        to += 16;
      }
    }
    a += <usize>aStride << 2;
    b += <usize>bStride << 2;
    out += <usize>outStride << 2;
  }
}
