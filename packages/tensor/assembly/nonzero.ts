/**
 * `positions[mask]`: the places of the bits set in an 8-bit mask, lowest first, a byte each; the
 * rest of its 8 bytes is 0.
 */
export const positions: usize = memory.data(256 * 8, 16);

/** For each mask of four lanes, a shuffle that brings them together, and their places (i32). */
const shuffles: usize = memory.data(16 * 16, 16);
const places: usize = memory.data(16 * 16, 16);

export function fillPositions(): void {
  for (let mask = 0; mask < 16; mask++) {
    let to = <usize>mask << 4;
    for (let lane = 0; lane < 4; lane++) {
      if (((mask >> lane) & 1) == 0) continue;
      store<i32>(places + to, lane);
      store<i32>(shuffles + to, 0x03020100 + lane * 0x04040404);
      to += 4;
    }
  }

  for (let mask = 0; mask < 256; mask++) {
    let at = positions + (<usize>mask << 3);
    for (let bit = 0; bit < 8; bit++) {
      if ((mask >> bit) & 1) store<u8>(at++, <u8>bit);
    }
  }
}

/**
 * Lists the non-zero bytes of `bytes[0 … length)`: their indices (u16) at `indices`, their values
 * at `values`. Branch-free: eight at a time are compressed by a table of all masks. Both lists
 * are written up to 8 entries past their end, and 15 bytes past the end are read.
 *
 * @returns how many there are
 */
export function listNonzero(bytes: usize, length: i32, indices: usize, values: usize): i32 {
  const end = values;
  const zero = i8x16.splat(0);
  const eight = i16x8.splat(8);
  let base = i16x8.splat(0);
  for (let i = 0; i < length; i += 16) {
    const block = v128.load(bytes + i);
    let mask = i8x16.bitmask(i8x16.eq(block, zero)) ^ 0xffff;
    // The last block may reach into what is no longer ours.
    if (length - i < 16) mask &= (1 << (length - i)) - 1;

    const low = <usize>(mask & 0xff);
    const lowAt = v128.load64_zero(positions + (low << 3));
    v128.store(indices, i16x8.add(base, i16x8.extend_low_i8x16_u(lowAt)));
    v128.store64_lane(values, pick(block, lowAt), 0);
    base = i16x8.add(base, eight);
    let count = <usize>popcnt(<i32>low);
    indices += count << 1;
    values += count;

    const high = <usize>(mask >> 8);
    const highAt = v128.load64_zero(positions + (high << 3));
    v128.store(indices, i16x8.add(base, i16x8.extend_low_i8x16_u(highAt)));
    v128.store64_lane(values, pick(upperHalf(block), highAt), 0);
    base = i16x8.add(base, eight);
    count = <usize>popcnt(<i32>high);
    indices += count << 1;
    values += count;
  }
  return <i32>(values - end);
}

/**
 * Lists the floats of `floats[0 … length)` that are not 0: their indices (u32) at `indices`, their
 * values at `values`. Both lists are written up to 4 entries past their end, and 12 bytes past the
 * end of the floats are read.
 *
 * @returns how many there are
 */
export function listNonzeroFloats(
  floats: usize,
  length: i32,
  indices: usize,
  values: usize,
): i32 {
  const start = values;
  const zero = f32x4.splat(0);
  const four = i32x4.splat(4);
  let base = i32x4.splat(0);
  for (let i = 0; i < length; i += 4) {
    const lanes = v128.load(floats + (<usize>i << 2));
    let mask = i32x4.bitmask(f32x4.ne(lanes, zero));
    if (length - i < 4) mask &= (1 << (length - i)) - 1;
    const at = <usize>mask << 4;
    v128.store(indices, i32x4.add(base, v128.load(places + at)));
    v128.store(values, pick(lanes, v128.load(shuffles + at)));
    base = i32x4.add(base, four);
    const count = <usize>popcnt(mask) << 2;
    indices += count;
    values += count;
  }
  return <i32>((values - start) >> 2);
}

@inline
function pick(block: v128, at: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(block, at) : i8x16.swizzle(block, at);
}

@inline
function upperHalf(block: v128): v128 {
  return i8x16.shuffle(block, block, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}
