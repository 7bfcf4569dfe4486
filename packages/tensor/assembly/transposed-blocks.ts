import { madd } from "./vector";

/*
 * Rows × vectors of c += aᵀ·b: sums over the rows of a and b, which are read once, in order, for a
 * few columns of a and some vectors of b.
 */

/** Loaded, for literals do not pair. */
const zeros: usize = memory.data<f32>([0], 16);

export function addTransposed6x4(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  n: i32,
  out: usize,
  outRow: usize,
): void {
  const out2 = out + 2 * outRow;
  const out4 = out + 4 * outRow;
  const zero = v128.load32_splat(zeros);
  let s00 = zero, s01 = zero, s02 = zero, s03 = zero;
  let s10 = zero, s11 = zero, s12 = zero, s13 = zero;
  let s20 = zero, s21 = zero, s22 = zero, s23 = zero;
  let s30 = zero, s31 = zero, s32 = zero, s33 = zero;
  let s40 = zero, s41 = zero, s42 = zero, s43 = zero;
  let s50 = zero, s51 = zero, s52 = zero, s53 = zero;
  for (let i = 0; i < n; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    let value = v128.load32_splat(a);
    s00 = madd(b0, value, s00);
    s01 = madd(b1, value, s01);
    s02 = madd(b2, value, s02);
    s03 = madd(b3, value, s03);
    value = v128.load32_splat(a, 4);
    s10 = madd(b0, value, s10);
    s11 = madd(b1, value, s11);
    s12 = madd(b2, value, s12);
    s13 = madd(b3, value, s13);
    value = v128.load32_splat(a, 8);
    s20 = madd(b0, value, s20);
    s21 = madd(b1, value, s21);
    s22 = madd(b2, value, s22);
    s23 = madd(b3, value, s23);
    value = v128.load32_splat(a, 12);
    s30 = madd(b0, value, s30);
    s31 = madd(b1, value, s31);
    s32 = madd(b2, value, s32);
    s33 = madd(b3, value, s33);
    value = v128.load32_splat(a, 16);
    s40 = madd(b0, value, s40);
    s41 = madd(b1, value, s41);
    s42 = madd(b2, value, s42);
    s43 = madd(b3, value, s43);
    value = v128.load32_splat(a, 20);
    s50 = madd(b0, value, s50);
    s51 = madd(b1, value, s51);
    s52 = madd(b2, value, s52);
    s53 = madd(b3, value, s53);
    a += aRow;
    b += bRow;
  }
  add4(out, s00, s01, s02, s03);
  add4(out + outRow, s10, s11, s12, s13);
  add4(out2, s20, s21, s22, s23);
  add4(out2 + outRow, s30, s31, s32, s33);
  add4(out4, s40, s41, s42, s43);
  add4(out4 + outRow, s50, s51, s52, s53);
}

export function addTransposed4x2(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  n: i32,
  out: usize,
  outRow: usize,
): void {
  const out2 = out + 2 * outRow;
  const zero = v128.load32_splat(zeros);
  let s00 = zero, s01 = zero;
  let s10 = zero, s11 = zero;
  let s20 = zero, s21 = zero;
  let s30 = zero, s31 = zero;
  for (let i = 0; i < n; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let value = v128.load32_splat(a);
    s00 = madd(b0, value, s00);
    s01 = madd(b1, value, s01);
    value = v128.load32_splat(a, 4);
    s10 = madd(b0, value, s10);
    s11 = madd(b1, value, s11);
    value = v128.load32_splat(a, 8);
    s20 = madd(b0, value, s20);
    s21 = madd(b1, value, s21);
    value = v128.load32_splat(a, 12);
    s30 = madd(b0, value, s30);
    s31 = madd(b1, value, s31);
    a += aRow;
    b += bRow;
  }
  add2(out, s00, s01);
  add2(out + outRow, s10, s11);
  add2(out2, s20, s21);
  add2(out2 + outRow, s30, s31);
}

@inline
function add4(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  add2(out, a, b);
  add2(out + 32, c, d);
}

/** The upper one first: engines that pair them else store the lower one by itself as well. */
@inline
function add2(out: usize, a: v128, b: v128): void {
  const lower = f32x4.add(v128.load(out), a);
  v128.store(out, f32x4.add(v128.load(out, 16), b), 16);
  v128.store(out, lower);
}
