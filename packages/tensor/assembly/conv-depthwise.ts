import { vectorsFrom } from "./conv-columns";
import { sumChannels6x1, sumChannels6x2, sumChannels6x4 } from "./conv-depthwise-blocks";
import { BLOCK, listBytes, LISTED, listPixels, LIST_ROW } from "./conv-pixels";
import { ConvPlan } from "./conv-plan";
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

/** Bytes of scratch memory. */
export function convDepthwiseScratch(planned: usize): f64 {
  return listBytes(changetype<ConvPlan>(planned).taps);
}

/** `out[n, outStride]` = the convolution of the maps `x[n, xStride]`. */
export function convDepthwise(
  planned: usize,
  x: usize,
  n: i32,
  xStride: i32,
  packed: usize,
  out: usize,
  outStride: i32,
  scratch: usize,
): void {
  const plan = changetype<ConvPlan>(planned);
  const pixels = n * plan.outPixels;
  const xRow = <usize>xStride << 2;
  const outRow = <usize>outStride << 2;
  const stride = plan.outStride;
  for (let first = 0; first < pixels; first += LISTED) {
    const count = min(LISTED, pixels - first);
    listPixels(plan, first, count, x, xRow, out, outRow, scratch);
    let panel = packed;
    for (let column = 0; column < stride; ) {
      const vectors = vectorsFrom(column, stride);
      column = firstOf(column, vectors, stride);
      convolve(plan, column, vectors, count, panel, scratch);
      panel += <usize>vectors * VECTOR * <usize>(plan.taps + 1);
      column += vectors << 2;
    }
  }
}

/** Computes a window of all listed pixels. */
@inline
function convolve(
  plan: ConvPlan,
  column: i32,
  vectors: i32,
  count: i32,
  panel: usize,
  list: usize,
): void {
  const bounds = changetype<usize>(plan);
  const taps = plan.taps;
  const from = <usize>column << 2;
  const end = list + (<usize>count << 2);
  for (let to = list; to < end; to += BLOCK << 2) {
    const inputs = to + LIST_ROW;
    if (vectors == 4) sumChannels6x4(inputs, taps, from, panel, to, bounds);
    else if (vectors == 2) sumChannels6x2(inputs, taps, from, panel, to, bounds);
    else sumChannels6x1(inputs, taps, from, panel, to, bounds);
  }
}
