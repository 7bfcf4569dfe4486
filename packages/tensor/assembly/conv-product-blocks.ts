import { BLOCK_BYTES } from "./conv-table";
import { cutTo, madd } from "./vector";

/*
 * Pixels × vectors of a convolution's output: their sums stay in registers while the panel is read
 * once. A sum runs over the kernel's taps and, within a tap, over the channels, in order, so that
 * every block gives a value the same bits.
 *
 * offsets   of the pixels' output, and behind them, for each tap, of their input
 * x         where these lead from, at the first channel
 * channels  their bytes
 * panel     the bias, then a row of weights for each tap and channel
 * out       where the output's offsets lead from, at the first filter
 * bounds    the least and the greatest result
 */

/** 6 pixels × 4 vectors of filters. */
export function multiply6x4(
  offsets: usize,
  taps: i32,
  x: usize,
  channels: usize,
  panel: usize,
  out: usize,
  bounds: usize,
): void {
  const b0 = v128.load(panel);
  const b1 = v128.load(panel, 16);
  const b2 = v128.load(panel, 32);
  const b3 = v128.load(panel, 48);
  let s00 = b0, s01 = b1, s02 = b2, s03 = b3;
  let s10 = b0, s11 = b1, s12 = b2, s13 = b3;
  let s20 = b0, s21 = b1, s22 = b2, s23 = b3;
  let s30 = b0, s31 = b1, s32 = b2, s33 = b3;
  let s40 = b0, s41 = b1, s42 = b2, s43 = b3;
  let s50 = b0, s51 = b1, s52 = b2, s53 = b3;
  let tap = offsets + BLOCK_BYTES;
  for (const end = tap + <usize>taps * BLOCK_BYTES; tap < end; tap += BLOCK_BYTES) {
    let x0 = x + load<usize>(tap);
    let x1 = x + load<usize>(tap, 4);
    let x2 = x + load<usize>(tap, 8);
    let x3 = x + load<usize>(tap, 12);
    let x4 = x + load<usize>(tap, 16);
    let x5 = x + load<usize>(tap, 20);
    for (const last = x0 + channels; x0 < last; ) {
      panel += 64;
      const w0 = v128.load(panel);
      const w1 = v128.load(panel, 16);
      const w2 = v128.load(panel, 32);
      const w3 = v128.load(panel, 48);
      let value = v128.load32_splat(x0);
      s00 = madd(w0, value, s00);
      s01 = madd(w1, value, s01);
      s02 = madd(w2, value, s02);
      s03 = madd(w3, value, s03);
      value = v128.load32_splat(x1);
      s10 = madd(w0, value, s10);
      s11 = madd(w1, value, s11);
      s12 = madd(w2, value, s12);
      s13 = madd(w3, value, s13);
      value = v128.load32_splat(x2);
      s20 = madd(w0, value, s20);
      s21 = madd(w1, value, s21);
      s22 = madd(w2, value, s22);
      s23 = madd(w3, value, s23);
      value = v128.load32_splat(x3);
      s30 = madd(w0, value, s30);
      s31 = madd(w1, value, s31);
      s32 = madd(w2, value, s32);
      s33 = madd(w3, value, s33);
      value = v128.load32_splat(x4);
      s40 = madd(w0, value, s40);
      s41 = madd(w1, value, s41);
      s42 = madd(w2, value, s42);
      s43 = madd(w3, value, s43);
      value = v128.load32_splat(x5);
      s50 = madd(w0, value, s50);
      s51 = madd(w1, value, s51);
      s52 = madd(w2, value, s52);
      s53 = madd(w3, value, s53);
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      x4 += 4;
      x5 += 4;
    }
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  let to = out + load<usize>(offsets);
  v128.store(to, cutTo(s00, lower, upper));
  v128.store(to, cutTo(s01, lower, upper), 16);
  v128.store(to, cutTo(s02, lower, upper), 32);
  v128.store(to, cutTo(s03, lower, upper), 48);
  to = out + load<usize>(offsets, 4);
  v128.store(to, cutTo(s10, lower, upper));
  v128.store(to, cutTo(s11, lower, upper), 16);
  v128.store(to, cutTo(s12, lower, upper), 32);
  v128.store(to, cutTo(s13, lower, upper), 48);
  to = out + load<usize>(offsets, 8);
  v128.store(to, cutTo(s20, lower, upper));
  v128.store(to, cutTo(s21, lower, upper), 16);
  v128.store(to, cutTo(s22, lower, upper), 32);
  v128.store(to, cutTo(s23, lower, upper), 48);
  to = out + load<usize>(offsets, 12);
  v128.store(to, cutTo(s30, lower, upper));
  v128.store(to, cutTo(s31, lower, upper), 16);
  v128.store(to, cutTo(s32, lower, upper), 32);
  v128.store(to, cutTo(s33, lower, upper), 48);
  to = out + load<usize>(offsets, 16);
  v128.store(to, cutTo(s40, lower, upper));
  v128.store(to, cutTo(s41, lower, upper), 16);
  v128.store(to, cutTo(s42, lower, upper), 32);
  v128.store(to, cutTo(s43, lower, upper), 48);
  to = out + load<usize>(offsets, 20);
  v128.store(to, cutTo(s50, lower, upper));
  v128.store(to, cutTo(s51, lower, upper), 16);
  v128.store(to, cutTo(s52, lower, upper), 32);
  v128.store(to, cutTo(s53, lower, upper), 48);
}

/** 6 pixels × 2 vectors of filters. */
export function multiply6x2(
  offsets: usize,
  taps: i32,
  x: usize,
  channels: usize,
  panel: usize,
  out: usize,
  bounds: usize,
): void {
  const b0 = v128.load(panel);
  const b1 = v128.load(panel, 16);
  let s00 = b0, s01 = b1;
  let s10 = b0, s11 = b1;
  let s20 = b0, s21 = b1;
  let s30 = b0, s31 = b1;
  let s40 = b0, s41 = b1;
  let s50 = b0, s51 = b1;
  let tap = offsets + BLOCK_BYTES;
  for (const end = tap + <usize>taps * BLOCK_BYTES; tap < end; tap += BLOCK_BYTES) {
    let x0 = x + load<usize>(tap);
    let x1 = x + load<usize>(tap, 4);
    let x2 = x + load<usize>(tap, 8);
    let x3 = x + load<usize>(tap, 12);
    let x4 = x + load<usize>(tap, 16);
    let x5 = x + load<usize>(tap, 20);
    for (const last = x0 + channels; x0 < last; ) {
      panel += 32;
      const w0 = v128.load(panel);
      const w1 = v128.load(panel, 16);
      let value = v128.load32_splat(x0);
      s00 = madd(w0, value, s00);
      s01 = madd(w1, value, s01);
      value = v128.load32_splat(x1);
      s10 = madd(w0, value, s10);
      s11 = madd(w1, value, s11);
      value = v128.load32_splat(x2);
      s20 = madd(w0, value, s20);
      s21 = madd(w1, value, s21);
      value = v128.load32_splat(x3);
      s30 = madd(w0, value, s30);
      s31 = madd(w1, value, s31);
      value = v128.load32_splat(x4);
      s40 = madd(w0, value, s40);
      s41 = madd(w1, value, s41);
      value = v128.load32_splat(x5);
      s50 = madd(w0, value, s50);
      s51 = madd(w1, value, s51);
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      x4 += 4;
      x5 += 4;
    }
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  let to = out + load<usize>(offsets);
  v128.store(to, cutTo(s00, lower, upper));
  v128.store(to, cutTo(s01, lower, upper), 16);
  to = out + load<usize>(offsets, 4);
  v128.store(to, cutTo(s10, lower, upper));
  v128.store(to, cutTo(s11, lower, upper), 16);
  to = out + load<usize>(offsets, 8);
  v128.store(to, cutTo(s20, lower, upper));
  v128.store(to, cutTo(s21, lower, upper), 16);
  to = out + load<usize>(offsets, 12);
  v128.store(to, cutTo(s30, lower, upper));
  v128.store(to, cutTo(s31, lower, upper), 16);
  to = out + load<usize>(offsets, 16);
  v128.store(to, cutTo(s40, lower, upper));
  v128.store(to, cutTo(s41, lower, upper), 16);
  to = out + load<usize>(offsets, 20);
  v128.store(to, cutTo(s50, lower, upper));
  v128.store(to, cutTo(s51, lower, upper), 16);
}

/** 6 pixels × 1 vector of filters. */
export function multiply6x1(
  offsets: usize,
  taps: i32,
  x: usize,
  channels: usize,
  panel: usize,
  out: usize,
  bounds: usize,
): void {
  const b0 = v128.load(panel);
  let s00 = b0;
  let s10 = b0;
  let s20 = b0;
  let s30 = b0;
  let s40 = b0;
  let s50 = b0;
  let tap = offsets + BLOCK_BYTES;
  for (const end = tap + <usize>taps * BLOCK_BYTES; tap < end; tap += BLOCK_BYTES) {
    let x0 = x + load<usize>(tap);
    let x1 = x + load<usize>(tap, 4);
    let x2 = x + load<usize>(tap, 8);
    let x3 = x + load<usize>(tap, 12);
    let x4 = x + load<usize>(tap, 16);
    let x5 = x + load<usize>(tap, 20);
    for (const last = x0 + channels; x0 < last; ) {
      panel += 16;
      const w0 = v128.load(panel);
      let value = v128.load32_splat(x0);
      s00 = madd(w0, value, s00);
      value = v128.load32_splat(x1);
      s10 = madd(w0, value, s10);
      value = v128.load32_splat(x2);
      s20 = madd(w0, value, s20);
      value = v128.load32_splat(x3);
      s30 = madd(w0, value, s30);
      value = v128.load32_splat(x4);
      s40 = madd(w0, value, s40);
      value = v128.load32_splat(x5);
      s50 = madd(w0, value, s50);
      x0 += 4;
      x1 += 4;
      x2 += 4;
      x3 += 4;
      x4 += 4;
      x5 += 4;
    }
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  let to = out + load<usize>(offsets);
  v128.store(to, cutTo(s00, lower, upper));
  to = out + load<usize>(offsets, 4);
  v128.store(to, cutTo(s10, lower, upper));
  to = out + load<usize>(offsets, 8);
  v128.store(to, cutTo(s20, lower, upper));
  to = out + load<usize>(offsets, 12);
  v128.store(to, cutTo(s30, lower, upper));
  to = out + load<usize>(offsets, 16);
  v128.store(to, cutTo(s40, lower, upper));
  to = out + load<usize>(offsets, 20);
  v128.store(to, cutTo(s50, lower, upper));
}
