import { store2, store4 } from "./dense-blocks";
import { madd } from "./vector";

/*
 * Rows × vectors of a product, beside those of a dense layer: four rows where six are too many for
 * what is left of a plane, and eight where a panel is narrow. A sum runs over the inputs in
 * order, so that every block gives a value the same bits.
 */

export function multiply4x4(
  x: usize,
  xRow: usize,
  inputs: i32,
  panel: usize,
  out: usize,
  outRow: usize,
): void {
  const x2 = xRow * 2;
  const x3 = xRow * 3;
  const end = x + (<usize>inputs << 2);
  const b0 = v128.load(panel);
  const b1 = v128.load(panel, 16);
  const b2 = v128.load(panel, 32);
  const b3 = v128.load(panel, 48);
  let s00 = b0, s01 = b1, s02 = b2, s03 = b3;
  let s10 = b0, s11 = b1, s12 = b2, s13 = b3;
  let s20 = b0, s21 = b1, s22 = b2, s23 = b3;
  let s30 = b0, s31 = b1, s32 = b2, s33 = b3;
  while (x < end) {
    panel += 64;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    let value = v128.load32_splat(x);
    s00 = madd(w0, value, s00);
    s01 = madd(w1, value, s01);
    s02 = madd(w2, value, s02);
    s03 = madd(w3, value, s03);
    value = v128.load32_splat(x + xRow);
    s10 = madd(w0, value, s10);
    s11 = madd(w1, value, s11);
    s12 = madd(w2, value, s12);
    s13 = madd(w3, value, s13);
    value = v128.load32_splat(x + x2);
    s20 = madd(w0, value, s20);
    s21 = madd(w1, value, s21);
    s22 = madd(w2, value, s22);
    s23 = madd(w3, value, s23);
    value = v128.load32_splat(x + x3);
    s30 = madd(w0, value, s30);
    s31 = madd(w1, value, s31);
    s32 = madd(w2, value, s32);
    s33 = madd(w3, value, s33);
    x += 4;
  }
  store4(out, s00, s01, s02, s03);
  store4(out + outRow, s10, s11, s12, s13);
  store4(out + 2 * outRow, s20, s21, s22, s23);
  store4(out + 3 * outRow, s30, s31, s32, s33);
}

export function multiply8x2(
  x: usize,
  xRow: usize,
  inputs: i32,
  panel: usize,
  out: usize,
  outRow: usize,
): void {
  const x2 = xRow * 2;
  const x3 = xRow * 3;
  const x4 = xRow * 4;
  const x5 = xRow * 5;
  const x6 = xRow * 6;
  const x7 = xRow * 7;
  const end = x + (<usize>inputs << 2);
  const b0 = v128.load(panel);
  const b1 = v128.load(panel, 16);
  let s00 = b0, s01 = b1;
  let s10 = b0, s11 = b1;
  let s20 = b0, s21 = b1;
  let s30 = b0, s31 = b1;
  let s40 = b0, s41 = b1;
  let s50 = b0, s51 = b1;
  let s60 = b0, s61 = b1;
  let s70 = b0, s71 = b1;
  while (x < end) {
    panel += 32;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let value = v128.load32_splat(x);
    s00 = madd(w0, value, s00);
    s01 = madd(w1, value, s01);
    value = v128.load32_splat(x + xRow);
    s10 = madd(w0, value, s10);
    s11 = madd(w1, value, s11);
    value = v128.load32_splat(x + x2);
    s20 = madd(w0, value, s20);
    s21 = madd(w1, value, s21);
    value = v128.load32_splat(x + x3);
    s30 = madd(w0, value, s30);
    s31 = madd(w1, value, s31);
    value = v128.load32_splat(x + x4);
    s40 = madd(w0, value, s40);
    s41 = madd(w1, value, s41);
    value = v128.load32_splat(x + x5);
    s50 = madd(w0, value, s50);
    s51 = madd(w1, value, s51);
    value = v128.load32_splat(x + x6);
    s60 = madd(w0, value, s60);
    s61 = madd(w1, value, s61);
    value = v128.load32_splat(x + x7);
    s70 = madd(w0, value, s70);
    s71 = madd(w1, value, s71);
    x += 4;
  }
  store2(out, s00, s01);
  store2(out + outRow, s10, s11);
  store2(out + 2 * outRow, s20, s21);
  store2(out + 3 * outRow, s30, s31);
  store2(out + 4 * outRow, s40, s41);
  store2(out + 5 * outRow, s50, s51);
  store2(out + 6 * outRow, s60, s61);
  store2(out + 7 * outRow, s70, s71);
}
