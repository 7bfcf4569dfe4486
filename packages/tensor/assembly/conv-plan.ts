import { columnsFrom, endOf } from "./conv-columns";
import { channelStride, VECTOR, vectorsOf } from "./vector";

/*
 * A convolution over feature maps whose channels come last: pixel (y, x) of an image begins at
 * (y · width + x) · channelStride(channels) floats of its row.
 */

/** What a convolution is, once its maps' sizes are known. */
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
  /** Floats from one pixel of the output to the next. */
  outPixel: i32;
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
}

/** Bytes of the plan itself, to a vector's end. */
const HEAD: usize = (offsetof<ConvPlan>() + 15) & ~15;

/** Bytes of a plan. */
export function convPlanBytes(filters: i32): i32 {
  // There is at most one window for each vector.
  return <i32>(HEAD + <usize>vectorsOf(filters) * VECTOR);
}

/** Writes a plan into memory of `convPlanBytes`. */
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
  outPixel: i32,
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
  plan.outPixel = outPixel;
  plan.windows = address + HEAD;
  let to = plan.windows;
  for (let column = 0; column < plan.outStride; ) {
    const window = columnsFrom(column, channels, filters, groups);
    v128.store(to, v128.load(changetype<usize>(window)));
    column = endOf(window);
    to += VECTOR;
  }
  plan.windowsEnd = to;
}
