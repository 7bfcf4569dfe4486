import { ConvPlan } from "./conv-plan";
import { VECTOR } from "./vector";

/*
 * An image of bytes as a plane of floats with its padding, so that no window needs checks, and
 * where it is zero. Windows are taken in blocks of 2 × 2 neighbours: a bit is set for each pixel
 * that a tap of the first window meets if any of the four meets one that is not zero.
 */

/** A plane's sizes, in pixels if not said otherwise, and where its parts lie. */
@unmanaged
export class BytesPlane {
  /** What all windows reach over. */
  height: i32;
  width: i32;
  /** What one window reaches over, from the first pixel in a row to the last. */
  span: i32;
  /** How much of the image is in the windows' reach. */
  imageHeight: i32;
  imageWidth: i32;
  /**
   * Floats of a pixel: it alone if the windows are next to each other, else also the one that the
   * next window meets, so that the two are always neighbours.
   */
  each: i32;
  /** Floats from one row to the next. */
  pitch: i32;
  /** Bytes from one row of bits to the next. */
  bitsRow: usize;
  floats: usize;
  /** Which pixels are not zero. */
  bits: usize;
  /** The same for any of four that a block meets. */
  blockBits: usize;
  /** The same for any row that a row of blocks reaches over. */
  rowBits: usize;
  /** What lies behind it. */
  end: usize;
}

const memoryOfPlane: usize = memory.data(64, 16);

/** The plane of a plan's images, in memory from `address` on: there is one at a time. */
export function planeOf(plan: ConvPlan, address: usize): BytesPlane {
  const plane = changetype<BytesPlane>(memoryOfPlane);
  const span = (plan.kernelWidth - 1) * plan.dilationX + 1;
  const height =
    (plan.outHeight - 1) * plan.strideY + (plan.kernelHeight - 1) * plan.dilationY + 1;
  const width = (plan.outWidth - 1) * plan.strideX + span;
  plane.height = height;
  plane.width = width;
  plane.span = span;
  plane.imageHeight = max(0, min(plan.height, height - plan.padTop));
  plane.imageWidth = max(0, min(plan.width, width - plan.padLeft));
  plane.each = plan.strideX == 1 ? 1 : 2;
  // Pixels are written by sixteens, and read one too far where the last block is half a block.
  plane.pitch = (max(width, plan.padLeft + plane.imageWidth) + 16) * plane.each;
  // Bits are read 64 at a time, from any byte on.
  plane.bitsRow = <usize>((width >> 6) + 3) << 3;
  plane.floats = address;
  plane.bits = address + ((<usize>(height * plane.pitch) << 2) + 15 & ~15);
  plane.blockBits = plane.bits + <usize>height * plane.bitsRow;
  plane.rowBits = plane.blockBits + <usize>height * plane.bitsRow;
  plane.end = plane.rowBits + plane.bitsRow + 15 & ~15;
  return plane;
}

/** As many bytes of ones as a vector has, then of zeros. */
const ones: usize = memory.data<u8>(
  [
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ],
  16,
);

/** Fills the plane, which holds zeros or an image before, with an image. */
export function fillPlane(plan: ConvPlan, plane: BytesPlane, image: usize): void {
  const width = plane.imageWidth;
  const rowBytes = <usize>plane.pitch << 2;
  const bitsRow = plane.bitsRow;
  const left = plan.padLeft;
  const next = plane.each == 1 ? 0 : plan.strideX;
  let floats = plane.floats + <usize>plan.padTop * rowBytes;
  let bits = plane.bits + <usize>plan.padTop * bitsRow;
  for (const end = bits + <usize>plane.imageHeight * bitsRow; bits < end; bits += bitsRow) {
    for (let at: usize = 0; at < bitsRow; at += 8) store<u64>(bits + at, 0);
    for (let x = 0; x < width; x += 16) {
      let block = v128.load(image + x);
      // The last block reaches into the next row.
      if (width - x < 16) block = v128.and(block, v128.load(ones + VECTOR - (width - x)));
      if (next == 0) storeFloats(floats + (<usize>(left + x) << 2), block);
      else storePairs(floats, left + x, next, image + x, min(16, width - x));
      const mask = i8x16.bitmask(i8x16.ne(block, i8x16.splat(0)));
      const to = bits + ((left + x) >> 3);
      store<u32>(to, load<u32>(to) | (mask << ((left + x) & 7)));
    }
    image += plan.width;
    floats += rowBytes;
  }
  joinBits(plan, plane);
}

@inline
function storeFloats(to: usize, bytes: v128): void {
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(to, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)));
  v128.store(to, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)), 16);
  v128.store(to, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)), 32);
  v128.store(to, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)), 48);
}

/** Stores pixels from the `first` on, and each beside the one that is `next` before it. */
function storePairs(row: usize, first: i32, next: i32, bytes: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const value = <f32>load<u8>(bytes + i);
    const x = first + i;
    store<f32>(row + (<usize>x << 3), value);
    if (x >= next) store<f32>(row + (<usize>(x - next) << 3), value, 4);
  }
}

/** Joins each bit with those that the windows to its right, below, and below that one meet. */
function joinBits(plan: ConvPlan, plane: BytesPlane): void {
  const row = plane.bitsRow;
  const right = <u64>plan.strideX;
  const down = <usize>plan.strideY * row;
  const bytes = <usize>(plane.width + 7) >> 3;
  const end = plane.blockBits;
  let to = plane.blockBits;
  for (let from = plane.bits; from < end; from += row, to += row) {
    // Below the last row there is no window.
    const below = from + down < end ? from + down : from;
    for (let at: usize = 0; at < bytes; at += 4) {
      const both = load<u64>(from + at) | load<u64>(below + at);
      // Where the bits to the right are not at hand, all are taken to be set.
      store<u32>(to + at, right <= 32 ? <u32>(both | (both >> right)) : 0xffff_ffff);
    }
  }
}

/** Joins the bits of all rows that blocks reach over whose first row is the `y`-th. */
export function joinRows(plan: ConvPlan, plane: BytesPlane, y: i32): void {
  const row = <usize>plan.dilationY * plane.bitsRow;
  const rows = plane.blockBits + <usize>y * plane.bitsRow;
  const bytes = <usize>(plane.width + 7) >> 3;
  for (let at: usize = 0; at < bytes; at += 4) {
    let bits: u32 = 0;
    const from = rows + at;
    for (let ky: usize = 0; ky < <usize>plan.kernelHeight; ky++) bits |= load<u32>(from + ky * row);
    store<u32>(plane.rowBits + at, bits);
  }
}

/** Whether the block at `x` of those rows may meet anything but zeros. */
@inline
export function meetsAny(plane: BytesPlane, x: i32): bool {
  const bits = load<u32>(plane.rowBits + (x >> 3)) >> (x & 7);
  return plane.span > 25 || (bits & ((1 << plane.span) - 1)) != 0;
}
