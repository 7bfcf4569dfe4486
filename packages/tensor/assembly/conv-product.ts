import { Columns, columnsFrom, endOf, rowBytes } from "./conv-columns";
import { multiply6x1, multiply6x2, multiply6x4 } from "./conv-product-blocks";
import { ConvPlan } from "./conv-plan";
import { multiplyOne6x1, multiplyOne6x2, multiplyOne6x4 } from "./conv-one-channel-blocks";
import { ConvTable, eachBlocks } from "./conv-table";
import { channelStride, VECTOR } from "./vector";

/*
 * A convolution as a product of matrices: output pixels × (taps · channels) times that × filters.
 * The left one is never made; blocks find its values by a table of offsets.
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

/** `out` = the convolution of the maps `x` of `n` images, at the strides of the table. */
export function convProduct(table: usize, x: usize, n: i32, packed: usize, out: usize): void {
  eachBlocks(changetype<ConvTable>(table), x, n, packed, out, multiplyBlocks);
}

function multiplyBlocks(
  table: ConvTable,
  offsets: usize,
  blocks: i32,
  hasTail: bool,
  x: usize,
  packed: usize,
  out: usize,
): void {
  const plan = table.plan;
  for (let each = plan.windows; each < plan.windowsEnd; each += VECTOR) {
    const window = changetype<Columns>(each);
    let at = offsets;
    for (let left = blocks + i32(hasTail); left > 0; left--) {
      if (hasTail && left == 1) at = table.tail;
      multiply(plan, window, at, x, packed, out);
      at += table.blockBytes;
    }
    packed += rowBytes(window) * <usize>(plan.taps * window.channels + 1);
  }
}

@inline
function multiply(
  plan: ConvPlan,
  window: Columns,
  offsets: usize,
  x: usize,
  panel: usize,
  out: usize,
): void {
  const bounds = changetype<usize>(plan);
  const taps = plan.taps;
  const channels = <usize>window.channels << 2;
  const vectors = window.vectors;
  x += <usize>window.channel << 2;
  out += <usize>window.first << 2;
  if (channels == 4) {
    if (vectors == 4) multiplyOne6x4(offsets, taps, x, panel, out, bounds);
    else if (vectors == 2) multiplyOne6x2(offsets, taps, x, panel, out, bounds);
    else multiplyOne6x1(offsets, taps, x, panel, out, bounds);
  } else if (vectors == 4) multiply6x4(offsets, taps, x, channels, panel, out, bounds);
  else if (vectors == 2) multiply6x2(offsets, taps, x, channels, panel, out, bounds);
  else multiply6x1(offsets, taps, x, channels, panel, out, bounds);
}
