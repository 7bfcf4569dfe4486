import { sumTaps4x1, sumTaps4x2, sumTaps4x4 } from "./conv-bytes-blocks";
import { BytesPlane, fillPlane, joinRows, meetsAny, planeOf } from "./conv-bytes-plane";
import { canListTaps, listTaps, tapsBytes } from "./conv-bytes-taps";
import { Columns, columnsFrom, endOf, rowBytes } from "./conv-columns";
import { ConvPlan } from "./conv-plan";
import { cutTo, channelStride, VECTOR } from "./vector";

/*
 * A convolution over images of bytes, of one channel, most of which are zero: blocks of 2 × 2
 * windows add up what the taps meet that are not zero in all four.
 *
 * The filters are cut into windows of columns, each with a panel of weights: its bias, then a row
 * for each pixel that the kernel reaches over, with what lies between the taps of a dilated one.
 */

/** Bytes of a packed layer. */
export function convBytesPacked(
  filters: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  dilationX: i32,
): f64 {
  const stride = channelStride(filters);
  let columns = 0;
  for (let column = 0; column < stride; ) {
    const window = columnsFrom(column, 1, filters, 1);
    columns += window.vectors << 2;
    column = endOf(window);
  }
  const rows = <f64>kernelHeight * (<f64>(kernelWidth - 1) * <f64>dilationX + 1.0) + 1.0;
  return rows * <f64>columns * 4.0;
}

/**
 * Packs a layer into zeroed memory, its weights divided by `divisor`.
 *
 * @param weight `[filters, 1, kernelHeight, kernelWidth]`
 * @param bias `[filters]`
 */
export function packConvBytes(
  weight: usize,
  bias: usize,
  filters: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  dilationX: i32,
  packed: usize,
  divisor: f64,
): void {
  const stride = channelStride(filters);
  const span = (kernelWidth - 1) * dilationX + 1;
  for (let column = 0; column < stride; ) {
    const window = columnsFrom(column, 1, filters, 1);
    const row = rowBytes(window);
    column = endOf(window);
    for (let filter = window.first; filter < min(column, filters); filter++) {
      const to = packed + (<usize>(filter - window.first) << 2);
      store<f32>(to, load<f32>(bias + (<usize>filter << 2)));
      let from = weight + (<usize>(filter * kernelHeight * kernelWidth) << 2);
      for (let ky = 0; ky < kernelHeight; ky++) {
        for (let kx = 0; kx < kernelWidth; kx++) {
          const index = <usize>(ky * span + kx * dilationX) + 1;
          store<f32>(to + index * row, <f32>(<f64>load<f32>(from) / divisor));
          from += 4;
        }
      }
    }
    packed += row * <usize>(kernelHeight * span + 1);
  }
}

/** Bytes of scratch memory; 0 if the images or the kernel are too large for it. */
export function convBytesScratch(planned: usize): f64 {
  const plan = changetype<ConvPlan>(planned);
  const plane = planeOf(plan, 0);
  if (!canListTaps(plan, plane)) return 0;
  return <f64>plane.end + <f64>(plan.outStride << 2) + 2.0 * <f64>tapsBytes(plan, plane);
}

/**
 * `out[n, outStride]` = the convolution of images of height · width bytes.
 *
 * @param isPooled whether the largest of each 2 × 2 results is written instead of them
 */
export function convBytes(
  planned: usize,
  images: usize,
  n: i32,
  packed: usize,
  out: usize,
  outStride: i32,
  scratch: usize,
  isPooled: bool,
): void {
  const plan = changetype<ConvPlan>(planned);
  const plane = planeOf(plan, scratch);
  const outHeight = isPooled ? plan.outHeight & ~1 : plan.outHeight;
  memory.fill(scratch, 0, plane.end - scratch);
  boundBias(plan, plane, packed);
  for (let image = 0; image < n; image++) {
    fillPlane(plan, plane, images);
    for (let y = 0; y < outHeight; y += 2) convolveRow(plan, plane, y, packed, out, isPooled);
    images += <usize>(plan.height * plan.width);
    out += <usize>outStride << 2;
  }
}

/** Writes the result where all is zero behind the plane. */
function boundBias(plan: ConvPlan, plane: BytesPlane, packed: usize): void {
  const lower = f32x4.splat(plan.lower);
  const upper = f32x4.splat(plan.upper);
  for (let each = plan.windows; each < plan.windowsEnd; each += VECTOR) {
    const window = changetype<Columns>(each);
    const to = plane.end + (<usize>window.first << 2);
    for (let at: usize = 0; at < rowBytes(window); at += VECTOR) {
      v128.store(to + at, cutTo(v128.load(packed + at), lower, upper));
    }
    packed += panelBytes(plan, plane, window);
  }
}

/** Computes a row of blocks, whose first row of results is the `y`-th. */
function convolveRow(
  plan: ConvPlan,
  plane: BytesPlane,
  y: i32,
  packed: usize,
  out: usize,
  isPooled: bool,
): void {
  const pixel = <usize>plan.outStride << 2;
  const width = isPooled ? plan.outWidth & ~1 : plan.outWidth;
  const step = isPooled ? pixel : 2 * pixel;
  const first = y * plan.strideY;
  const bits = plane.blockBits + <usize>first * plane.bitsRow;
  const floats = plane.floats + (<usize>(first * plane.pitch) << 2);
  const taps = plane.end + pixel;
  // An odd last row or column of results has none beyond it.
  const isLast = y + 1 == plan.outHeight;
  const down = isLast ? <usize>0 : <usize>(plan.strideY * plane.pitch) << 2;
  const outDown = isLast ? <usize>0 : <usize>width * pixel;
  out += isPooled ? <usize>((y >> 1) * (width >> 1)) * pixel : <usize>(y * width) * pixel;
  joinRows(plan, plane, first);
  for (let column = 0; column < width; column += 2) {
    const x = column * plan.strideX;
    const outRight = column + 1 == width ? <usize>0 : pixel;
    if (!meetsAny(plane, x)) {
      copyVectors(plane.end, out, pixel);
      if (!isPooled) {
        copyVectors(plane.end, out + outRight, pixel);
        copyVectors(plane.end, out + outDown, pixel);
        copyVectors(plane.end, out + outDown + outRight, pixel);
      }
    } else {
      const at = floats + (<usize>(x * plane.each) << 2);
      convolveBlock(plan, plane, bits, x, taps, at, down, packed, out, outRight, outDown, isPooled);
    }
    out += step;
  }
}

@inline
function convolveBlock(
  plan: ConvPlan,
  plane: BytesPlane,
  bits: usize,
  x: i32,
  taps: usize,
  at: usize,
  down: usize,
  panel: usize,
  out: usize,
  right: usize,
  below: usize,
  isPooled: bool,
): void {
  const toOffsets = tapsBytes(plan, plane);
  const end = listTaps(plan, plane, bits, x, taps, toOffsets);
  const bounds = changetype<usize>(plan);
  for (let each = plan.windows; each < plan.windowsEnd; each += VECTOR) {
    const window = changetype<Columns>(each);
    const to = out + (<usize>window.first << 2);
    if (window.vectors == 4) {
      sumTaps4x4(taps, end, toOffsets, at, down, panel, to, right, below, bounds, isPooled);
    } else if (window.vectors == 2) {
      sumTaps4x2(taps, end, toOffsets, at, down, panel, to, right, below, bounds, isPooled);
    } else {
      sumTaps4x1(taps, end, toOffsets, at, down, panel, to, right, below, bounds, isPooled);
    }
    panel += panelBytes(plan, plane, window);
  }
}

@inline
function copyVectors(from: usize, to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) v128.store(to + at, v128.load(from + at));
}

@inline
function panelBytes(plan: ConvPlan, plane: BytesPlane, window: Columns): usize {
  return rowBytes(window) * <usize>(plan.kernelHeight * plane.span + 1);
}
