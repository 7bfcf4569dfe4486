import { LIST_ROW } from "./conv-pixels";
import { bounded, madd } from "./vector";

/*
 * Pixels × vectors of a convolution's output: their sums stay in registers while a part of a panel
 * is read once. A sum runs over the kernel's taps and, within a tap, over the channels, in order,
 * so that every block gives a value the same bits.
 *
 * list      addresses of the pixels' input, a row for each tap
 * channel   bytes from there to the first channel
 * channels  their bytes
 * panel     a row of weights for each tap and channel
 * start     what the sums begin with: the bias, or 0 for what the output holds
 * out       addresses of the pixels' output
 * column    bytes from there to the first filter
 * bounds    the least and the greatest result
 */

/** 6 pixels × 4 vectors of filters. */
export function convolve6x4(
  list: usize,
  taps: i32,
  channel: usize,
  channels: usize,
  panel: usize,
  start: usize,
  out: usize,
  column: usize,
  bounds: usize,
): void {
  const out0 = <usize>load<u32>(out) + column;
  const out1 = <usize>load<u32>(out, 4) + column;
  const out2 = <usize>load<u32>(out, 8) + column;
  const out3 = <usize>load<u32>(out, 12) + column;
  const out4 = <usize>load<u32>(out, 16) + column;
  const out5 = <usize>load<u32>(out, 20) + column;
  let at = start == 0 ? out0 : start;
  let s00 = v128.load(at);
  let s01 = v128.load(at, 16);
  let s02 = v128.load(at, 32);
  let s03 = v128.load(at, 48);
  at = start == 0 ? out1 : start;
  let s10 = v128.load(at);
  let s11 = v128.load(at, 16);
  let s12 = v128.load(at, 32);
  let s13 = v128.load(at, 48);
  at = start == 0 ? out2 : start;
  let s20 = v128.load(at);
  let s21 = v128.load(at, 16);
  let s22 = v128.load(at, 32);
  let s23 = v128.load(at, 48);
  at = start == 0 ? out3 : start;
  let s30 = v128.load(at);
  let s31 = v128.load(at, 16);
  let s32 = v128.load(at, 32);
  let s33 = v128.load(at, 48);
  at = start == 0 ? out4 : start;
  let s40 = v128.load(at);
  let s41 = v128.load(at, 16);
  let s42 = v128.load(at, 32);
  let s43 = v128.load(at, 48);
  at = start == 0 ? out5 : start;
  let s50 = v128.load(at);
  let s51 = v128.load(at, 16);
  let s52 = v128.load(at, 32);
  let s53 = v128.load(at, 48);
  for (const end = list + <usize>taps * LIST_ROW; list < end; list += LIST_ROW) {
    let x0 = <usize>load<u32>(list) + channel;
    let x1 = <usize>load<u32>(list, 4) + channel;
    let x2 = <usize>load<u32>(list, 8) + channel;
    let x3 = <usize>load<u32>(list, 12) + channel;
    let x4 = <usize>load<u32>(list, 16) + channel;
    let x5 = <usize>load<u32>(list, 20) + channel;
    for (const last = x0 + channels; x0 < last; ) {
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
      panel += 64;
    }
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  v128.store(out0, bounded(s00, lower, upper));
  v128.store(out0, bounded(s01, lower, upper), 16);
  v128.store(out0, bounded(s02, lower, upper), 32);
  v128.store(out0, bounded(s03, lower, upper), 48);
  v128.store(out1, bounded(s10, lower, upper));
  v128.store(out1, bounded(s11, lower, upper), 16);
  v128.store(out1, bounded(s12, lower, upper), 32);
  v128.store(out1, bounded(s13, lower, upper), 48);
  v128.store(out2, bounded(s20, lower, upper));
  v128.store(out2, bounded(s21, lower, upper), 16);
  v128.store(out2, bounded(s22, lower, upper), 32);
  v128.store(out2, bounded(s23, lower, upper), 48);
  v128.store(out3, bounded(s30, lower, upper));
  v128.store(out3, bounded(s31, lower, upper), 16);
  v128.store(out3, bounded(s32, lower, upper), 32);
  v128.store(out3, bounded(s33, lower, upper), 48);
  v128.store(out4, bounded(s40, lower, upper));
  v128.store(out4, bounded(s41, lower, upper), 16);
  v128.store(out4, bounded(s42, lower, upper), 32);
  v128.store(out4, bounded(s43, lower, upper), 48);
  v128.store(out5, bounded(s50, lower, upper));
  v128.store(out5, bounded(s51, lower, upper), 16);
  v128.store(out5, bounded(s52, lower, upper), 32);
  v128.store(out5, bounded(s53, lower, upper), 48);
}

/** 6 pixels × 2 vectors of filters. */
export function convolve6x2(
  list: usize,
  taps: i32,
  channel: usize,
  channels: usize,
  panel: usize,
  start: usize,
  out: usize,
  column: usize,
  bounds: usize,
): void {
  const out0 = <usize>load<u32>(out) + column;
  const out1 = <usize>load<u32>(out, 4) + column;
  const out2 = <usize>load<u32>(out, 8) + column;
  const out3 = <usize>load<u32>(out, 12) + column;
  const out4 = <usize>load<u32>(out, 16) + column;
  const out5 = <usize>load<u32>(out, 20) + column;
  let at = start == 0 ? out0 : start;
  let s00 = v128.load(at);
  let s01 = v128.load(at, 16);
  at = start == 0 ? out1 : start;
  let s10 = v128.load(at);
  let s11 = v128.load(at, 16);
  at = start == 0 ? out2 : start;
  let s20 = v128.load(at);
  let s21 = v128.load(at, 16);
  at = start == 0 ? out3 : start;
  let s30 = v128.load(at);
  let s31 = v128.load(at, 16);
  at = start == 0 ? out4 : start;
  let s40 = v128.load(at);
  let s41 = v128.load(at, 16);
  at = start == 0 ? out5 : start;
  let s50 = v128.load(at);
  let s51 = v128.load(at, 16);
  for (const end = list + <usize>taps * LIST_ROW; list < end; list += LIST_ROW) {
    let x0 = <usize>load<u32>(list) + channel;
    let x1 = <usize>load<u32>(list, 4) + channel;
    let x2 = <usize>load<u32>(list, 8) + channel;
    let x3 = <usize>load<u32>(list, 12) + channel;
    let x4 = <usize>load<u32>(list, 16) + channel;
    let x5 = <usize>load<u32>(list, 20) + channel;
    for (const last = x0 + channels; x0 < last; ) {
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
      panel += 32;
    }
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  v128.store(out0, bounded(s00, lower, upper));
  v128.store(out0, bounded(s01, lower, upper), 16);
  v128.store(out1, bounded(s10, lower, upper));
  v128.store(out1, bounded(s11, lower, upper), 16);
  v128.store(out2, bounded(s20, lower, upper));
  v128.store(out2, bounded(s21, lower, upper), 16);
  v128.store(out3, bounded(s30, lower, upper));
  v128.store(out3, bounded(s31, lower, upper), 16);
  v128.store(out4, bounded(s40, lower, upper));
  v128.store(out4, bounded(s41, lower, upper), 16);
  v128.store(out5, bounded(s50, lower, upper));
  v128.store(out5, bounded(s51, lower, upper), 16);
}

/** 6 pixels × 1 vector of filters. */
export function convolve6x1(
  list: usize,
  taps: i32,
  channel: usize,
  channels: usize,
  panel: usize,
  start: usize,
  out: usize,
  column: usize,
  bounds: usize,
): void {
  const out0 = <usize>load<u32>(out) + column;
  const out1 = <usize>load<u32>(out, 4) + column;
  const out2 = <usize>load<u32>(out, 8) + column;
  const out3 = <usize>load<u32>(out, 12) + column;
  const out4 = <usize>load<u32>(out, 16) + column;
  const out5 = <usize>load<u32>(out, 20) + column;
  let at = start == 0 ? out0 : start;
  let s00 = v128.load(at);
  at = start == 0 ? out1 : start;
  let s10 = v128.load(at);
  at = start == 0 ? out2 : start;
  let s20 = v128.load(at);
  at = start == 0 ? out3 : start;
  let s30 = v128.load(at);
  at = start == 0 ? out4 : start;
  let s40 = v128.load(at);
  at = start == 0 ? out5 : start;
  let s50 = v128.load(at);
  for (const end = list + <usize>taps * LIST_ROW; list < end; list += LIST_ROW) {
    let x0 = <usize>load<u32>(list) + channel;
    let x1 = <usize>load<u32>(list, 4) + channel;
    let x2 = <usize>load<u32>(list, 8) + channel;
    let x3 = <usize>load<u32>(list, 12) + channel;
    let x4 = <usize>load<u32>(list, 16) + channel;
    let x5 = <usize>load<u32>(list, 20) + channel;
    for (const last = x0 + channels; x0 < last; ) {
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
      panel += 16;
    }
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  v128.store(out0, bounded(s00, lower, upper));
  v128.store(out1, bounded(s10, lower, upper));
  v128.store(out2, bounded(s20, lower, upper));
  v128.store(out3, bounded(s30, lower, upper));
  v128.store(out4, bounded(s40, lower, upper));
  v128.store(out5, bounded(s50, lower, upper));
}
