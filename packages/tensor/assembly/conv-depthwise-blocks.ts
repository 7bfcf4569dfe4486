import { LIST_ROW } from "./conv-pixels";
import { bounded, madd } from "./vector";

/*
 * Pixels × vectors of channels, each of which has a kernel of its own: sums over the kernel's taps
 * in order, onto the bias.
 *
 * list    addresses of the pixels' input, a row for each tap
 * column  bytes from there to the first channel, in the output too
 * panel   the bias, then a row of weights for each tap
 * out     addresses of the pixels' output
 * bounds  the least and the greatest result
 */

/** 6 pixels × 4 vectors of channels. */
export function sumChannels6x4(
  list: usize,
  taps: i32,
  column: usize,
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
  for (const end = list + <usize>taps * LIST_ROW; list < end; list += LIST_ROW) {
    panel += 64;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    let x = <usize>load<u32>(list) + column;
    s00 = madd(w0, v128.load(x), s00);
    s01 = madd(w1, v128.load(x, 16), s01);
    s02 = madd(w2, v128.load(x, 32), s02);
    s03 = madd(w3, v128.load(x, 48), s03);
    x = <usize>load<u32>(list, 4) + column;
    s10 = madd(w0, v128.load(x), s10);
    s11 = madd(w1, v128.load(x, 16), s11);
    s12 = madd(w2, v128.load(x, 32), s12);
    s13 = madd(w3, v128.load(x, 48), s13);
    x = <usize>load<u32>(list, 8) + column;
    s20 = madd(w0, v128.load(x), s20);
    s21 = madd(w1, v128.load(x, 16), s21);
    s22 = madd(w2, v128.load(x, 32), s22);
    s23 = madd(w3, v128.load(x, 48), s23);
    x = <usize>load<u32>(list, 12) + column;
    s30 = madd(w0, v128.load(x), s30);
    s31 = madd(w1, v128.load(x, 16), s31);
    s32 = madd(w2, v128.load(x, 32), s32);
    s33 = madd(w3, v128.load(x, 48), s33);
    x = <usize>load<u32>(list, 16) + column;
    s40 = madd(w0, v128.load(x), s40);
    s41 = madd(w1, v128.load(x, 16), s41);
    s42 = madd(w2, v128.load(x, 32), s42);
    s43 = madd(w3, v128.load(x, 48), s43);
    x = <usize>load<u32>(list, 20) + column;
    s50 = madd(w0, v128.load(x), s50);
    s51 = madd(w1, v128.load(x, 16), s51);
    s52 = madd(w2, v128.load(x, 32), s52);
    s53 = madd(w3, v128.load(x, 48), s53);
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  let to = <usize>load<u32>(out) + column;
  v128.store(to, bounded(s00, lower, upper));
  v128.store(to, bounded(s01, lower, upper), 16);
  v128.store(to, bounded(s02, lower, upper), 32);
  v128.store(to, bounded(s03, lower, upper), 48);
  to = <usize>load<u32>(out, 4) + column;
  v128.store(to, bounded(s10, lower, upper));
  v128.store(to, bounded(s11, lower, upper), 16);
  v128.store(to, bounded(s12, lower, upper), 32);
  v128.store(to, bounded(s13, lower, upper), 48);
  to = <usize>load<u32>(out, 8) + column;
  v128.store(to, bounded(s20, lower, upper));
  v128.store(to, bounded(s21, lower, upper), 16);
  v128.store(to, bounded(s22, lower, upper), 32);
  v128.store(to, bounded(s23, lower, upper), 48);
  to = <usize>load<u32>(out, 12) + column;
  v128.store(to, bounded(s30, lower, upper));
  v128.store(to, bounded(s31, lower, upper), 16);
  v128.store(to, bounded(s32, lower, upper), 32);
  v128.store(to, bounded(s33, lower, upper), 48);
  to = <usize>load<u32>(out, 16) + column;
  v128.store(to, bounded(s40, lower, upper));
  v128.store(to, bounded(s41, lower, upper), 16);
  v128.store(to, bounded(s42, lower, upper), 32);
  v128.store(to, bounded(s43, lower, upper), 48);
  to = <usize>load<u32>(out, 20) + column;
  v128.store(to, bounded(s50, lower, upper));
  v128.store(to, bounded(s51, lower, upper), 16);
  v128.store(to, bounded(s52, lower, upper), 32);
  v128.store(to, bounded(s53, lower, upper), 48);
}

/** 6 pixels × 2 vectors of channels. */
export function sumChannels6x2(
  list: usize,
  taps: i32,
  column: usize,
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
  for (const end = list + <usize>taps * LIST_ROW; list < end; list += LIST_ROW) {
    panel += 32;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let x = <usize>load<u32>(list) + column;
    s00 = madd(w0, v128.load(x), s00);
    s01 = madd(w1, v128.load(x, 16), s01);
    x = <usize>load<u32>(list, 4) + column;
    s10 = madd(w0, v128.load(x), s10);
    s11 = madd(w1, v128.load(x, 16), s11);
    x = <usize>load<u32>(list, 8) + column;
    s20 = madd(w0, v128.load(x), s20);
    s21 = madd(w1, v128.load(x, 16), s21);
    x = <usize>load<u32>(list, 12) + column;
    s30 = madd(w0, v128.load(x), s30);
    s31 = madd(w1, v128.load(x, 16), s31);
    x = <usize>load<u32>(list, 16) + column;
    s40 = madd(w0, v128.load(x), s40);
    s41 = madd(w1, v128.load(x, 16), s41);
    x = <usize>load<u32>(list, 20) + column;
    s50 = madd(w0, v128.load(x), s50);
    s51 = madd(w1, v128.load(x, 16), s51);
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  let to = <usize>load<u32>(out) + column;
  v128.store(to, bounded(s00, lower, upper));
  v128.store(to, bounded(s01, lower, upper), 16);
  to = <usize>load<u32>(out, 4) + column;
  v128.store(to, bounded(s10, lower, upper));
  v128.store(to, bounded(s11, lower, upper), 16);
  to = <usize>load<u32>(out, 8) + column;
  v128.store(to, bounded(s20, lower, upper));
  v128.store(to, bounded(s21, lower, upper), 16);
  to = <usize>load<u32>(out, 12) + column;
  v128.store(to, bounded(s30, lower, upper));
  v128.store(to, bounded(s31, lower, upper), 16);
  to = <usize>load<u32>(out, 16) + column;
  v128.store(to, bounded(s40, lower, upper));
  v128.store(to, bounded(s41, lower, upper), 16);
  to = <usize>load<u32>(out, 20) + column;
  v128.store(to, bounded(s50, lower, upper));
  v128.store(to, bounded(s51, lower, upper), 16);
}

/** 6 pixels × 1 vector of channels. */
export function sumChannels6x1(
  list: usize,
  taps: i32,
  column: usize,
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
  for (const end = list + <usize>taps * LIST_ROW; list < end; list += LIST_ROW) {
    panel += 16;
    const w0 = v128.load(panel);
    let x = <usize>load<u32>(list) + column;
    s00 = madd(w0, v128.load(x), s00);
    x = <usize>load<u32>(list, 4) + column;
    s10 = madd(w0, v128.load(x), s10);
    x = <usize>load<u32>(list, 8) + column;
    s20 = madd(w0, v128.load(x), s20);
    x = <usize>load<u32>(list, 12) + column;
    s30 = madd(w0, v128.load(x), s30);
    x = <usize>load<u32>(list, 16) + column;
    s40 = madd(w0, v128.load(x), s40);
    x = <usize>load<u32>(list, 20) + column;
    s50 = madd(w0, v128.load(x), s50);
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  let to = <usize>load<u32>(out) + column;
  v128.store(to, bounded(s00, lower, upper));
  to = <usize>load<u32>(out, 4) + column;
  v128.store(to, bounded(s10, lower, upper));
  to = <usize>load<u32>(out, 8) + column;
  v128.store(to, bounded(s20, lower, upper));
  to = <usize>load<u32>(out, 12) + column;
  v128.store(to, bounded(s30, lower, upper));
  to = <usize>load<u32>(out, 16) + column;
  v128.store(to, bounded(s40, lower, upper));
  to = <usize>load<u32>(out, 20) + column;
  v128.store(to, bounded(s50, lower, upper));
}
