import { Columns, columnsFrom, endOf, rowBytes } from "./conv-columns";
import { BLOCK, listBytes, LISTED, LIST_ROW, listPixels } from "./conv-pixels";
import { ConvPlan } from "./conv-plan";
import { convolve6x1, convolve6x2, convolve6x4 } from "./conv-product-blocks";
import { channelStride, VECTOR } from "./vector";

/*
 * A convolution as a product of matrices: output pixels × (taps · channels) times that × filters.
 * The left one is never made; blocks find its rows by lists of addresses.
 *
 * The filters are cut into windows of columns, each with a panel of weights: its bias, then a row
 * for each tap and, within it, each channel that the window reads.
 */

/** Bytes of a packed layer. */
export function convProductPacked(
  channels: i32,
  filters: i32,
  groups: i32,
  kernelHeight: i32,
  kernelWidth: i32,
): f64 {
  const stride = channelStride(filters);
  const taps = <f64>kernelHeight * <f64>kernelWidth;
  let bytes: f64 = 0;
  for (let column = 0; column < stride; ) {
    const window = columnsFrom(column, channels, filters, groups);
    bytes += (taps * <f64>window.channels + 1.0) * <f64>rowBytes(window);
    column = endOf(window);
  }
  return bytes;
}

/**
 * Packs a layer into zeroed memory.
 *
 * @param weight `[filters, channels / groups, kernelHeight, kernelWidth]`
 * @param bias `[filters]`
 */
export function packConvProduct(
  weight: usize,
  bias: usize,
  channels: i32,
  filters: i32,
  groups: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  packed: usize,
): void {
  const stride = channelStride(filters);
  const taps = kernelHeight * kernelWidth;
  const each = channels / groups;
  for (let column = 0; column < stride; ) {
    const window = columnsFrom(column, channels, filters, groups);
    const row = rowBytes(window);
    column = endOf(window);
    for (let filter = window.first; filter < min(column, filters); filter++) {
      const to = packed + (<usize>(filter - window.first) << 2);
      store<f32>(to, load<f32>(bias + (<usize>filter << 2)));
      // Where the filter's group begins among the window's channels.
      const channel = (filter / (filters / groups)) * each - window.channel;
      const from = weight + (<usize>(filter * each * taps) << 2);
      for (let c = 0; c < each; c++) {
        for (let tap = 0; tap < taps; tap++) {
          const index = <usize>(tap * window.channels + channel + c) + 1;
          store<f32>(to + index * row, load<f32>(from + (<usize>(c * taps + tap) << 2)));
        }
      }
    }
    packed += row * <usize>(taps * window.channels + 1);
  }
}

/** Bytes of scratch memory. */
export function convProductScratch(planned: usize): f64 {
  return listBytes(changetype<ConvPlan>(planned).taps);
}

/** `out[n, outStride]` = the convolution of the maps `x[n, xStride]`. */
export function convProduct(
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
  for (let first = 0; first < pixels; first += LISTED) {
    const count = min(LISTED, pixels - first);
    listPixels(plan, first, count, x, xRow, out, outRow, scratch);
    let panel = packed;
    for (let at = plan.windows; at < plan.windowsEnd; at += VECTOR) {
      const window = changetype<Columns>(at);
      convolve(plan, window, count, panel, scratch);
      panel += rowBytes(window) * <usize>(plan.taps * window.channels + 1);
    }
  }
}

/** Rows of a panel that are used for all listed pixels before the next: they stay in the cache. */
const PART: i32 = 256;

const unbounded: usize = memory.data<f32>([-Infinity, Infinity], 16);

/** Computes a window of all listed pixels. */
function convolve(plan: ConvPlan, window: Columns, count: i32, panel: usize, list: usize): void {
  const row = rowBytes(window);
  const channels = window.channels;
  const taps = plan.taps;
  const someChannels = min(channels, PART);
  const someTaps = max(1, PART / channels);
  let start = panel;
  panel += row;
  for (let tap = 0; tap < taps; tap += someTaps) {
    for (let channel = 0; channel < channels; channel += someChannels) {
      const tapsHere = min(someTaps, taps - tap);
      const channelsHere = min(someChannels, channels - channel);
      const isLast = tap + tapsHere == taps && channel + channelsHere == channels;
      const bounds = isLast ? changetype<usize>(plan) : unbounded;
      const inputs = list + <usize>(1 + tap) * LIST_ROW;
      const from = <usize>(window.channel + channel) << 2;
      const bytes = <usize>channelsHere << 2;
      const to = <usize>window.first << 2;
      const vectors = window.vectors;
      for (let i = 0; i < count; i += BLOCK) {
        const at = <usize>i << 2;
        if (vectors == 4) {
          convolve6x4(inputs + at, tapsHere, from, bytes, panel, start, list + at, to, bounds);
        } else if (vectors == 2) {
          convolve6x2(inputs + at, tapsHere, from, bytes, panel, start, list + at, to, bounds);
        } else {
          convolve6x1(inputs + at, tapsHere, from, bytes, panel, start, list + at, to, bounds);
        }
      }
      panel += row * <usize>(tapsHere * channelsHere);
      // The sums go on from what is stored.
      start = 0;
    }
  }
}
