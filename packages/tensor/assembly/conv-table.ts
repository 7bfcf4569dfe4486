import { ConvPlan } from "./conv-plan";
import { channelStride, VECTOR, vectorsOf } from "./vector";

/*
 * Where the pixels of a convolution's output and of its input are: a row of offsets for the pixels
 * of the output, in order, from where its images begin; then a row for each tap of the kernel, of
 * the input's pixels, from where those begin. So no kernel computes places, or checks them: for a
 * tap in the padding the offset is what leads to zeros from the images at hand.
 */

/** Pixels that are computed at once. */
export const BLOCK: i32 = 6;

/** Blocks that are computed before the next window of columns: their input stays in the cache. */
const BLOCKS: i32 = 32;

/** What a table is for, and where its parts lie. */
@unmanaged
export class ConvTable {
  plan: ConvPlan;
  /** Images at once: so many that their pixels about fill whole blocks. */
  images: i32;
  /** Floats from one image to the next. */
  xStride: i32;
  outStride: i32;
  /** Bytes from one row to the next. */
  row: usize;
  offsets: usize;
  /** A table of the same kind for a last block that is not whole. */
  tail: usize;
  /** Zeros for the channels of a pixel. */
  zeros: usize;
  /** Addresses of the offsets of what is padding. */
  paddings: usize;
  paddingsEnd: usize;
  /** The images that these lead from to the zeros. */
  paddedFor: usize;
}

/** Bytes of a block's offsets in a row, and from one row of the tail's table to the next. */
export const BLOCK_BYTES: usize = <usize>BLOCK << 2;

const HEAD: usize = (offsetof<ConvTable>() + 15) & ~15;

/** Of up to as many images as fill whole blocks, the fewest that nearly do. */
function imagesAtOnce(pixels: i32): i32 {
  let images = 1;
  while (images < BLOCK && wasted(images * pixels) * 32 > images * pixels) images++;
  return images;
}

/** Pixels that are computed twice to fill the last block. */
@inline
function wasted(pixels: i32): i32 {
  return (BLOCK - (pixels % BLOCK)) % BLOCK;
}

/** Taps of all the output's pixels, in one direction, that are not padding. */
function countInside(
  taps: i32,
  dilation: i32,
  pad: i32,
  stride: i32,
  outSize: i32,
  size: i32,
): f64 {
  let count: f64 = 0;
  for (let tap = 0; tap < taps; tap++) {
    const first = tap * dilation - pad;
    const from = max(0, (stride - 1 - first) / stride);
    const to = size > first ? min(outSize, (size - 1 - first) / stride + 1) : 0;
    count += <f64>max(0, to - from);
  }
  return count;
}

/** Bytes of a convolution's table. */
export function convTableBytes(planned: usize): f64 {
  const plan = changetype<ConvPlan>(planned);
  const images = imagesAtOnce(plan.outPixels);
  const pixels = images * plan.outPixels;
  const inside =
    countInside(
      plan.kernelHeight, plan.dilationY, plan.padTop, plan.strideY, plan.outHeight, plan.height,
    ) *
    countInside(
      plan.kernelWidth, plan.dilationX, plan.padLeft, plan.strideX, plan.outWidth, plan.width,
    );
  const paddings = <f64>plan.taps * <f64>pixels - <f64>images * inside;
  const rows = (<f64>plan.taps + 1.0) * <f64>(pixels + BLOCK);
  const zeros = <f64>vectorsOf(plan.channels) * <f64>VECTOR;
  return <f64>HEAD + zeros + 4.0 * (rows + paddings) + 16.0;
}

/** Writes a table into zeroed memory of `convTableBytes`. */
export function tableConv(address: usize, planned: usize, xStride: i32, outStride: i32): void {
  const table = changetype<ConvTable>(address);
  const plan = changetype<ConvPlan>(planned);
  const pixels = plan.outPixels;
  const images = imagesAtOnce(pixels);
  const all = images * pixels;
  const rows = <usize>plan.taps + 1;
  table.plan = plan;
  table.images = images;
  table.xStride = xStride;
  table.outStride = outStride;
  table.row = <usize>all << 2;
  table.zeros = address + HEAD;
  table.offsets = table.zeros + <usize>vectorsOf(plan.channels) * VECTOR;
  table.tail = table.offsets + rows * table.row;
  table.paddings = table.tail + rows * BLOCK_BYTES;
  table.paddingsEnd = table.paddings;
  for (let image = 0; image < images; image++) {
    const to = table.offsets + (<usize>(image * pixels) << 2);
    fillRow(to, pixels, <i32>(image * outStride) << 2, plan.outStride << 2);
    fillTaps(table, plan, to, <i32>(image * xStride) << 2);
  }
}

/** Fills the rows of all taps for an image. */
function fillTaps(table: ConvTable, plan: ConvPlan, to: usize, image: i32): void {
  const pixel = channelStride(plan.channels) << 2;
  for (let tap = 0; tap < plan.taps; tap++) {
    to += table.row;
    const tapY = (tap / plan.kernelWidth) * plan.dilationY - plan.padTop;
    const tapX = (tap % plan.kernelWidth) * plan.dilationX - plan.padLeft;
    let at = to;
    for (let outY = 0; outY < plan.outHeight; outY++) {
      const y = outY * plan.strideY + tapY;
      for (let outX = 0; outX < plan.outWidth; outX++) {
        const x = outX * plan.strideX + tapX;
        if (y >= 0 && y < plan.height && x >= 0 && x < plan.width) {
          store<i32>(at, image + (y * plan.width + x) * pixel);
        } else {
          store<usize>(table.paddingsEnd, at);
          table.paddingsEnd += 4;
        }
        at += 4;
      }
    }
  }
}

function fillRow(to: usize, count: i32, first: i32, step: i32): void {
  for (let i = 0; i < count; i++) store<i32>(to + (<usize>i << 2), first + i * step);
}

/** Blocks at `offsets`, whose rows are a table's, and if `hasTail` the one of its tail. */
type ComputeBlocks = (
  table: ConvTable,
  offsets: usize,
  blocks: i32,
  hasTail: bool,
  x: usize,
  packed: usize,
  out: usize,
) => void;

/** Computes all pixels of `n` images, some blocks at a time. */
export function eachBlocks(
  table: ConvTable,
  x: usize,
  n: i32,
  packed: usize,
  out: usize,
  compute: ComputeBlocks,
): void {
  const images = table.images;
  for (let image = 0; image < n; image += images) {
    leadToZeros(table, x);
    const pixels = min(images, n - image) * table.plan.outPixels;
    const blocks = pixels / BLOCK;
    const hasTail = blocks * BLOCK < pixels;
    if (hasTail) listTail(table, blocks * BLOCK, pixels);
    let block = 0;
    do {
      const some = min(BLOCKS, blocks - block);
      const at = table.offsets + <usize>block * BLOCK_BYTES;
      block += some;
      compute(table, at, some, hasTail && block == blocks, x, packed, out);
    } while (block < blocks);
    x += <usize>(images * table.xStride) << 2;
    out += <usize>(images * table.outStride) << 2;
  }
}

/** Makes the offsets of the padding lead from the images to the zeros. */
function leadToZeros(table: ConvTable, x: usize): void {
  if (table.paddedFor == x) return;
  table.paddedFor = x;
  const offset = table.zeros - x;
  for (let at = table.paddings; at < table.paddingsEnd; at += 4) {
    store<usize>(load<usize>(at), offset);
  }
}

/** Lists a last block of pixels, from `first` to `end`, and then the last one again. */
function listTail(table: ConvTable, first: i32, end: i32): void {
  let from = table.offsets;
  let to = table.tail;
  for (let row = -1; row < table.plan.taps; row++) {
    for (let i = 0; i < BLOCK; i++) {
      const pixel = <usize>min(first + i, end - 1);
      store<u32>(to + (<usize>i << 2), load<u32>(from + (pixel << 2)));
    }
    from += table.row;
    to += BLOCK_BYTES;
  }
}
