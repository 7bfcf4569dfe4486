import { BLOCK_BYTES } from "./conv-table";
import { cutTo, madd } from "./vector";

/*
 * Pixels × vectors of channels, each of which has a kernel of its own: sums over the kernel's taps
 * in order, onto the bias.
 *
 * offsets  of the pixels' output, and behind them, for each tap, of their input
 * x        where these lead from, at the first channel
 * panel    the bias, then a row of weights for each tap
 * out      where the output's offsets lead from, at the first channel
 * bounds   the least and the greatest result
 */

/** 6 pixels × 4 vectors of channels. */
export function sumChannels6x4(
  offsets: usize,
  taps: i32,
  x: usize,
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
    panel += 64;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    const w3 = v128.load(panel, 48);
    let at = x + load<usize>(tap);
    s00 = madd(w0, v128.load(at), s00);
    s01 = madd(w1, v128.load(at, 16), s01);
    s02 = madd(w2, v128.load(at, 32), s02);
    s03 = madd(w3, v128.load(at, 48), s03);
    at = x + load<usize>(tap, 4);
    s10 = madd(w0, v128.load(at), s10);
    s11 = madd(w1, v128.load(at, 16), s11);
    s12 = madd(w2, v128.load(at, 32), s12);
    s13 = madd(w3, v128.load(at, 48), s13);
    at = x + load<usize>(tap, 8);
    s20 = madd(w0, v128.load(at), s20);
    s21 = madd(w1, v128.load(at, 16), s21);
    s22 = madd(w2, v128.load(at, 32), s22);
    s23 = madd(w3, v128.load(at, 48), s23);
    at = x + load<usize>(tap, 12);
    s30 = madd(w0, v128.load(at), s30);
    s31 = madd(w1, v128.load(at, 16), s31);
    s32 = madd(w2, v128.load(at, 32), s32);
    s33 = madd(w3, v128.load(at, 48), s33);
    at = x + load<usize>(tap, 16);
    s40 = madd(w0, v128.load(at), s40);
    s41 = madd(w1, v128.load(at, 16), s41);
    s42 = madd(w2, v128.load(at, 32), s42);
    s43 = madd(w3, v128.load(at, 48), s43);
    at = x + load<usize>(tap, 20);
    s50 = madd(w0, v128.load(at), s50);
    s51 = madd(w1, v128.load(at, 16), s51);
    s52 = madd(w2, v128.load(at, 32), s52);
    s53 = madd(w3, v128.load(at, 48), s53);
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

/** 6 pixels × 2 vectors of channels. */
export function sumChannels6x2(
  offsets: usize,
  taps: i32,
  x: usize,
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
    panel += 32;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let at = x + load<usize>(tap);
    s00 = madd(w0, v128.load(at), s00);
    s01 = madd(w1, v128.load(at, 16), s01);
    at = x + load<usize>(tap, 4);
    s10 = madd(w0, v128.load(at), s10);
    s11 = madd(w1, v128.load(at, 16), s11);
    at = x + load<usize>(tap, 8);
    s20 = madd(w0, v128.load(at), s20);
    s21 = madd(w1, v128.load(at, 16), s21);
    at = x + load<usize>(tap, 12);
    s30 = madd(w0, v128.load(at), s30);
    s31 = madd(w1, v128.load(at, 16), s31);
    at = x + load<usize>(tap, 16);
    s40 = madd(w0, v128.load(at), s40);
    s41 = madd(w1, v128.load(at, 16), s41);
    at = x + load<usize>(tap, 20);
    s50 = madd(w0, v128.load(at), s50);
    s51 = madd(w1, v128.load(at, 16), s51);
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

/** 6 pixels × 1 vector of channels. */
export function sumChannels6x1(
  offsets: usize,
  taps: i32,
  x: usize,
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
    panel += 16;
    const w0 = v128.load(panel);
    let at = x + load<usize>(tap);
    s00 = madd(w0, v128.load(at), s00);
    at = x + load<usize>(tap, 4);
    s10 = madd(w0, v128.load(at), s10);
    at = x + load<usize>(tap, 8);
    s20 = madd(w0, v128.load(at), s20);
    at = x + load<usize>(tap, 12);
    s30 = madd(w0, v128.load(at), s30);
    at = x + load<usize>(tap, 16);
    s40 = madd(w0, v128.load(at), s40);
    at = x + load<usize>(tap, 20);
    s50 = madd(w0, v128.load(at), s50);
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
