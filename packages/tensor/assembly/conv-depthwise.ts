import { vectorsFrom } from "./conv-columns";
import { sumChannels6x1, sumChannels6x2, sumChannels6x4 } from "./conv-depthwise-blocks";
import { ConvTable, eachBlocks } from "./conv-table";
import { channelStride, VECTOR } from "./vector";

/*
 * A convolution with as many groups and filters as channels. The channels are cut into windows,
 * each with a panel: its bias, then a row of weights for each tap.
 */

/** Where the window for `column` begins: early enough to end with the columns. */
@inline
function firstOf(column: i32, vectors: i32, stride: i32): i32 {
  return min(column, stride - (vectors << 2));
}

/** Bytes of a packed layer. */
export function convDepthwisePacked(channels: i32, kernelHeight: i32, kernelWidth: i32): f64 {
  const stride = channelStride(channels);
  let vectors = 0;
  for (let column = 0; column < stride; ) {
    const some = vectorsFrom(column, stride);
    vectors += some;
    column = firstOf(column, some, stride) + (some << 2);
  }
  return <f64>vectors * <f64>VECTOR * (<f64>kernelHeight * <f64>kernelWidth + 1.0);
}

/**
 * Packs a layer into zeroed memory.
 *
 * @param weight `[channels, 1, kernelHeight, kernelWidth]`
 * @param bias `[channels]`
 */
export function packConvDepthwise(
  weight: usize,
  bias: usize,
  channels: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  packed: usize,
): void {
  const stride = channelStride(channels);
  const taps = <usize>(kernelHeight * kernelWidth);
  for (let column = 0; column < stride; ) {
    const vectors = vectorsFrom(column, stride);
    const first = firstOf(column, vectors, stride);
    const row = <usize>vectors * VECTOR;
    column = first + (vectors << 2);
    for (let channel = first; channel < min(column, channels); channel++) {
      const to = packed + (<usize>(channel - first) << 2);
      const from = weight + (<usize>channel * taps << 2);
      store<f32>(to, load<f32>(bias + (<usize>channel << 2)));
      for (let tap: usize = 0; tap < taps; tap++) {
        store<f32>(to + (tap + 1) * row, load<f32>(from + (tap << 2)));
      }
    }
    packed += row * (taps + 1);
  }
}

/** `out` = the convolution of the maps `x` of `n` images, at the strides of the table. */
export function convDepthwise(table: usize, x: usize, n: i32, packed: usize, out: usize): void {
  eachBlocks(changetype<ConvTable>(table), x, n, packed, out, sumBlocks);
}

function sumBlocks(
  table: ConvTable,
  offsets: usize,
  blocks: i32,
  hasTail: bool,
  x: usize,
  packed: usize,
  out: usize,
): void {
  const plan = table.plan;
  const bounds = changetype<usize>(plan);
  const taps = plan.taps;
  const stride = plan.outStride;
  for (let column = 0; column < stride; ) {
    const vectors = vectorsFrom(column, stride);
    column = firstOf(column, vectors, stride);
    const from = x + (<usize>column << 2);
    const to = out + (<usize>column << 2);
    let at = offsets;
    for (let left = blocks + i32(hasTail); left > 0; left--) {
      if (hasTail && left == 1) at = table.tail;
      if (vectors == 4) sumChannels6x4(at, taps, from, packed, to, bounds);
      else if (vectors == 2) sumChannels6x2(at, taps, from, packed, to, bounds);
      else sumChannels6x1(at, taps, from, packed, to, bounds);
      at += table.blockBytes;
    }
    packed += <usize>vectors * VECTOR * <usize>(taps + 1);
    column += vectors << 2;
  }
}
