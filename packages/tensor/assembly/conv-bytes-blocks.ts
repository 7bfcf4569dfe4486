import { cutTo, madd } from "./vector";

/*
 * A block of 2 × 2 windows of an image × vectors of filters: sums over the taps that are listed, in
 * order, onto the bias.
 *
 * taps       the taps' places (u16), to `end`
 * toOffsets  bytes from there to their floats' distances from the first window's
 * x          the first window's first float; `down` is the bytes to the window's below
 * panel      the bias, then a row of weights for each place
 * out        the first window's result, `outRight` and `outDown` the bytes to the others'; or where
 *            the largest of the four goes, if they are pooled
 * bounds     the least and the greatest result
 */

/** 4 windows × 4 vectors of filters. */
export function sumTaps4x4(
  taps: usize,
  end: usize,
  toOffsets: usize,
  x: usize,
  down: usize,
  panel: usize,
  out: usize,
  outRight: usize,
  outDown: usize,
  bounds: usize,
  isPooled: bool,
): void {
  const b0 = v128.load(panel);
  const b1 = v128.load(panel, 16);
  const b2 = v128.load(panel, 32);
  const b3 = v128.load(panel, 48);
  let s00 = b0, s01 = b1, s02 = b2, s03 = b3;
  let s10 = b0, s11 = b1, s12 = b2, s13 = b3;
  let s20 = b0, s21 = b1, s22 = b2, s23 = b3;
  let s30 = b0, s31 = b1, s32 = b2, s33 = b3;
  panel += 64;
  for (; taps < end; taps += 2) {
    const row = panel + <usize>load<u16>(taps) * 64;
    const at = x + (<usize>load<u16>(taps + toOffsets) << 2);
    const below = at + down;
    const w0 = v128.load(row);
    const w1 = v128.load(row, 16);
    const w2 = v128.load(row, 32);
    const w3 = v128.load(row, 48);
    let value = v128.load32_splat(at);
    s00 = madd(w0, value, s00);
    s01 = madd(w1, value, s01);
    s02 = madd(w2, value, s02);
    s03 = madd(w3, value, s03);
    value = v128.load32_splat(at, 4);
    s10 = madd(w0, value, s10);
    s11 = madd(w1, value, s11);
    s12 = madd(w2, value, s12);
    s13 = madd(w3, value, s13);
    value = v128.load32_splat(below);
    s20 = madd(w0, value, s20);
    s21 = madd(w1, value, s21);
    s22 = madd(w2, value, s22);
    s23 = madd(w3, value, s23);
    value = v128.load32_splat(below, 4);
    s30 = madd(w0, value, s30);
    s31 = madd(w1, value, s31);
    s32 = madd(w2, value, s32);
    s33 = madd(w3, value, s33);
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  if (isPooled) {
    const m0 = f32x4.pmax(f32x4.pmax(s00, s10), f32x4.pmax(s20, s30));
    const m1 = f32x4.pmax(f32x4.pmax(s01, s11), f32x4.pmax(s21, s31));
    const m2 = f32x4.pmax(f32x4.pmax(s02, s12), f32x4.pmax(s22, s32));
    const m3 = f32x4.pmax(f32x4.pmax(s03, s13), f32x4.pmax(s23, s33));
    v128.store(out, cutTo(m0, lower, upper));
    v128.store(out, cutTo(m1, lower, upper), 16);
    v128.store(out, cutTo(m2, lower, upper), 32);
    v128.store(out, cutTo(m3, lower, upper), 48);
    return;
  }
  // Where there is no window to the right or below, the first is what remains.
  let to = out + outDown + outRight;
  v128.store(to, cutTo(s30, lower, upper));
  v128.store(to, cutTo(s31, lower, upper), 16);
  v128.store(to, cutTo(s32, lower, upper), 32);
  v128.store(to, cutTo(s33, lower, upper), 48);
  to = out + outDown;
  v128.store(to, cutTo(s20, lower, upper));
  v128.store(to, cutTo(s21, lower, upper), 16);
  v128.store(to, cutTo(s22, lower, upper), 32);
  v128.store(to, cutTo(s23, lower, upper), 48);
  to = out + outRight;
  v128.store(to, cutTo(s10, lower, upper));
  v128.store(to, cutTo(s11, lower, upper), 16);
  v128.store(to, cutTo(s12, lower, upper), 32);
  v128.store(to, cutTo(s13, lower, upper), 48);
  v128.store(out, cutTo(s00, lower, upper));
  v128.store(out, cutTo(s01, lower, upper), 16);
  v128.store(out, cutTo(s02, lower, upper), 32);
  v128.store(out, cutTo(s03, lower, upper), 48);
}

/** 4 windows × 2 vectors of filters. */
export function sumTaps4x2(
  taps: usize,
  end: usize,
  toOffsets: usize,
  x: usize,
  down: usize,
  panel: usize,
  out: usize,
  outRight: usize,
  outDown: usize,
  bounds: usize,
  isPooled: bool,
): void {
  const b0 = v128.load(panel);
  const b1 = v128.load(panel, 16);
  let s00 = b0, s01 = b1;
  let s10 = b0, s11 = b1;
  let s20 = b0, s21 = b1;
  let s30 = b0, s31 = b1;
  panel += 32;
  for (; taps < end; taps += 2) {
    const row = panel + <usize>load<u16>(taps) * 32;
    const at = x + (<usize>load<u16>(taps + toOffsets) << 2);
    const below = at + down;
    const w0 = v128.load(row);
    const w1 = v128.load(row, 16);
    let value = v128.load32_splat(at);
    s00 = madd(w0, value, s00);
    s01 = madd(w1, value, s01);
    value = v128.load32_splat(at, 4);
    s10 = madd(w0, value, s10);
    s11 = madd(w1, value, s11);
    value = v128.load32_splat(below);
    s20 = madd(w0, value, s20);
    s21 = madd(w1, value, s21);
    value = v128.load32_splat(below, 4);
    s30 = madd(w0, value, s30);
    s31 = madd(w1, value, s31);
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  if (isPooled) {
    const m0 = f32x4.pmax(f32x4.pmax(s00, s10), f32x4.pmax(s20, s30));
    const m1 = f32x4.pmax(f32x4.pmax(s01, s11), f32x4.pmax(s21, s31));
    v128.store(out, cutTo(m0, lower, upper));
    v128.store(out, cutTo(m1, lower, upper), 16);
    return;
  }
  // Where there is no window to the right or below, the first is what remains.
  let to = out + outDown + outRight;
  v128.store(to, cutTo(s30, lower, upper));
  v128.store(to, cutTo(s31, lower, upper), 16);
  to = out + outDown;
  v128.store(to, cutTo(s20, lower, upper));
  v128.store(to, cutTo(s21, lower, upper), 16);
  to = out + outRight;
  v128.store(to, cutTo(s10, lower, upper));
  v128.store(to, cutTo(s11, lower, upper), 16);
  v128.store(out, cutTo(s00, lower, upper));
  v128.store(out, cutTo(s01, lower, upper), 16);
}

/** 4 windows × 1 vector of filters. */
export function sumTaps4x1(
  taps: usize,
  end: usize,
  toOffsets: usize,
  x: usize,
  down: usize,
  panel: usize,
  out: usize,
  outRight: usize,
  outDown: usize,
  bounds: usize,
  isPooled: bool,
): void {
  const b0 = v128.load(panel);
  let s00 = b0;
  let s10 = b0;
  let s20 = b0;
  let s30 = b0;
  panel += 16;
  for (; taps < end; taps += 2) {
    const row = panel + <usize>load<u16>(taps) * 16;
    const at = x + (<usize>load<u16>(taps + toOffsets) << 2);
    const below = at + down;
    const w0 = v128.load(row);
    let value = v128.load32_splat(at);
    s00 = madd(w0, value, s00);
    value = v128.load32_splat(at, 4);
    s10 = madd(w0, value, s10);
    value = v128.load32_splat(below);
    s20 = madd(w0, value, s20);
    value = v128.load32_splat(below, 4);
    s30 = madd(w0, value, s30);
  }
  const lower = v128.load32_splat(bounds);
  const upper = v128.load32_splat(bounds, 4);
  if (isPooled) {
    const m0 = f32x4.pmax(f32x4.pmax(s00, s10), f32x4.pmax(s20, s30));
    v128.store(out, cutTo(m0, lower, upper));
    return;
  }
  // Where there is no window to the right or below, the first is what remains.
  let to = out + outDown + outRight;
  v128.store(to, cutTo(s30, lower, upper));
  to = out + outDown;
  v128.store(to, cutTo(s20, lower, upper));
  to = out + outRight;
  v128.store(to, cutTo(s10, lower, upper));
  v128.store(out, cutTo(s00, lower, upper));
}
