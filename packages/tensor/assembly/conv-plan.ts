import { columnsFrom, endOf } from "./conv-columns";
import { channelStride, VECTOR, vectorsOf } from "./vector";

/*
 * A convolution over feature maps whose channels come last: pixel (y, x) of an image begins at
 * (y · width + x) · channelStride(channels) floats of its row.
 */

/** What a convolution is, once its maps' sizes are known, and where its input pixels are. */
@unmanaged
export class ConvPlan {
  /** Every result is at least this and at most that. */
  lower: f32;
  upper: f32;
  channels: i32;
  height: i32;
  width: i32;
  filters: i32;
  groups: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideY: i32;
  strideX: i32;
  dilationY: i32;
  dilationX: i32;
  padTop: i32;
  padLeft: i32;
  outHeight: i32;
  outWidth: i32;
  /** For each row of the kernel and each of the output: the input row's offset, or PADDING. */
  rows: usize;
  /** For each column of the kernel and each of the output: the pixel's offset, or PADDING. */
  columns: usize;
  /** Zeros for the channels of a pixel. */
  zeros: usize;
  /** The windows of columns, to `windowsEnd`. */
  windows: usize;
  windowsEnd: usize;

  @inline
  get taps(): i32 {
    return this.kernelHeight * this.kernelWidth;
  }

  @inline
  get outPixels(): i32 {
    return this.outHeight * this.outWidth;
  }

  @inline
  get outStride(): i32 {
    return channelStride(this.filters);
  }

  /** Bytes from one column of the kernel to the next in `columns`, which are read by fours. */
  @inline
  get columnsRow(): usize {
    return <usize>(this.outWidth + 3) << 2;
  }
}

/** Offset of what lies in the padding: no other has this bit. */
export const PADDING: u32 = 0x8000_0000;

/** Bytes of a plan with its tables. */
export function convPlanBytes(
  channels: i32,
  filters: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  outHeight: i32,
  outWidth: i32,
): f64 {
  const entries =
    <f64>kernelHeight * <f64>outHeight + <f64>kernelWidth * <f64>(outWidth + 3);
  const vectors = <f64>vectorsOf(channels) + <f64>vectorsOf(filters);
  return <f64>HEAD + 4.0 * entries + <f64>VECTOR * (vectors + 1.0);
}

/** Bytes of the plan itself, to a vector's end. */
const HEAD: usize = (offsetof<ConvPlan>() + 15) & ~15;

/** Writes a plan into zeroed memory of `convPlanBytes`. */
export function planConv(
  address: usize,
  channels: i32,
  height: i32,
  width: i32,
  filters: i32,
  groups: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideY: i32,
  strideX: i32,
  dilationY: i32,
  dilationX: i32,
  padTop: i32,
  padLeft: i32,
  outHeight: i32,
  outWidth: i32,
  lower: f32,
  upper: f32,
): void {
  const plan = changetype<ConvPlan>(address);
  plan.lower = lower;
  plan.upper = upper;
  plan.channels = channels;
  plan.height = height;
  plan.width = width;
  plan.filters = filters;
  plan.groups = groups;
  plan.kernelHeight = kernelHeight;
  plan.kernelWidth = kernelWidth;
  plan.strideY = strideY;
  plan.strideX = strideX;
  plan.dilationY = dilationY;
  plan.dilationX = dilationX;
  plan.padTop = padTop;
  plan.padLeft = padLeft;
  plan.outHeight = outHeight;
  plan.outWidth = outWidth;
  plan.zeros = address + HEAD;
  plan.windows = plan.zeros + <usize>vectorsOf(channels) * VECTOR;
  plan.windowsEnd = listWindows(plan);
  // There is at most one for each vector.
  plan.columns = plan.windows + <usize>vectorsOf(filters) * VECTOR;
  plan.rows = plan.columns + <usize>kernelWidth * plan.columnsRow;
  const pixel = channelStride(channels) << 2;
  for (let kx = 0; kx < kernelWidth; kx++) {
    const to = plan.columns + <usize>kx * plan.columnsRow;
    fillOffsets(to, outWidth, strideX, kx * dilationX - padLeft, width, pixel);
  }
  for (let ky = 0; ky < kernelHeight; ky++) {
    const to = plan.rows + (<usize>(ky * outHeight) << 2);
    fillOffsets(to, outHeight, strideY, ky * dilationY - padTop, height, width * pixel);
  }
}

function listWindows(plan: ConvPlan): usize {
  let to = plan.windows;
  for (let column = 0; column < plan.outStride; ) {
    const window = columnsFrom(column, plan.channels, plan.filters, plan.groups);
    v128.store(to, v128.load(changetype<usize>(window)));
    column = endOf(window);
    to += VECTOR;
  }
  return to;
}

/** Of places `first`, `first + stride`, …: their offsets, `bytes` apart, or PADDING. */
function fillOffsets(
  to: usize,
  count: i32,
  stride: i32,
  first: i32,
  size: i32,
  bytes: i32,
): void {
  for (let i = 0; i < count; i++) {
    const place = first + i * stride;
    const isInside = place >= 0 && place < size;
    store<u32>(to + (<usize>i << 2), isInside ? <u32>(place * bytes) : PADDING);
  }
}
