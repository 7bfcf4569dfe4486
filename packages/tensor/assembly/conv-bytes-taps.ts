import { BytesPlane } from "./conv-bytes-plane";
import { ConvPlan } from "./conv-plan";
import { positions } from "./nonzero";

/*
 * Lists of the taps of a block of windows that meet what is not zero: their places among all that
 * the kernel reaches over, and as many bytes further, the floats from the block's first pixel. Both
 * are of 16 bits.
 */

/** Bytes of one of the lists, with room for what is written past its end. */
export function tapsBytes(plan: ConvPlan, plane: BytesPlane): usize {
  return (<usize>(plan.kernelHeight * plane.span) * 2 + 31) & ~15;
}

/** Whether 16 bits tell all places and distances apart. */
export function canListTaps(plan: ConvPlan, plane: BytesPlane): bool {
  const reach = <f64>(plan.kernelHeight - 1) * <f64>plan.dilationY * <f64>plane.pitch;
  const places = <f64>plan.kernelHeight * <f64>plane.span;
  return max(places, reach + <f64>(plane.span * plane.each)) < 65536.0;
}

/**
 * Lists the taps of the block at `x`.
 *
 * @param rows the bits of the first row that it reaches over
 * @returns where the list of places ends
 */
@inline
export function listTaps(
  plan: ConvPlan,
  plane: BytesPlane,
  rows: usize,
  x: i32,
  taps: usize,
  toOffsets: usize,
): usize {
  const row = <usize>plan.dilationY * plane.bitsRow;
  const end = rows + <usize>plan.kernelHeight * row;
  const span = plane.span;
  const scale = plane.each - 1;
  const nextPlaces = i16x8.splat(<i16>span);
  const nextOffsets = i16x8.splat(<i16>(plan.dilationY * plane.pitch));
  let places = i16x8.splat(0);
  let offsets = i16x8.splat(0);
  if (span > 8) return listLongTaps(rows, end, row, span, scale, nextOffsets, x, taps, toOffsets);
  const mask = (1 << span) - 1;
  rows += x >> 3;
  x &= 7;
  for (; rows < end; rows += row) {
    const bits = (load<u32>(rows) >> x) & mask;
    const found = i16x8.extend_low_i8x16_u(v128.load64_zero(positions + (<usize>bits << 3)));
    v128.store(taps, i16x8.add(places, found));
    v128.store(taps + toOffsets, i16x8.add(offsets, i16x8.shl(found, scale)));
    taps += popcnt(<usize>bits) << 1;
    places = i16x8.add(places, nextPlaces);
    offsets = i16x8.add(offsets, nextOffsets);
  }
  return taps;
}

/** The same where a row of the kernel reaches over more than 8 pixels. */
function listLongTaps(
  rows: usize,
  end: usize,
  row: usize,
  span: i32,
  scale: i32,
  nextOffsets: v128,
  x: i32,
  taps: usize,
  toOffsets: usize,
): usize {
  let place: i32 = 0;
  let offsets = i16x8.splat(0);
  for (; rows < end; rows += row) {
    for (let kx = 0; kx < span; kx += 8) {
      const at = x + kx;
      let bits = (load<u32>(rows + (at >> 3)) >> (at & 7)) & 255;
      if (span - kx < 8) bits &= (1 << (span - kx)) - 1;
      const found = i16x8.extend_low_i8x16_u(v128.load64_zero(positions + (<usize>bits << 3)));
      v128.store(taps, i16x8.add(found, i16x8.splat(<i16>(place + kx))));
      const further = i16x8.shl(i16x8.add(found, i16x8.splat(<i16>kx)), scale);
      v128.store(taps + toOffsets, i16x8.add(offsets, further));
      taps += popcnt(<usize>bits) << 1;
    }
    place += span;
    offsets = i16x8.add(offsets, nextOffsets);
  }
  return taps;
}
