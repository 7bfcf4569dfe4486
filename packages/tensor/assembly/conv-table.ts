import { ConvPlan } from "./conv-plan";
import { channelStride, VECTOR, vectorsOf } from "./vector";

/*
 * Where the pixels of a convolution's output and of its input are, for some pixels of the output, a
 * block, after the other: a row of offsets of these pixels from where the output's images begin,
 * then a row for each tap of the kernel, of the input's pixels, from where those begin. So no kernel
 * computes places, or checks them: for a tap in the padding the offset is what leads to zeros from
 * the images at hand.
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
  /** The first block, and bytes from one to the next. */
  offsets: usize;
  blockBytes: usize;
  /** A last block that is not whole. */
  tail: usize;
  /** Zeros for the channels of a pixel. */
  zeros: usize;
  /** Addresses of the offsets of what is padding. */
  paddings: usize;
  paddingsEnd: usize;
  /** The images that these lead from to the zeros. */
  paddedFor: usize;
}

/** Bytes of a row of a block. */
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

/** Blocks of so many pixels, the last of which may not be whole. */
@inline
function blocksOf(pixels: i32): i32 {
  return (pixels + BLOCK - 1) / BLOCK;
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
  const blocks = <f64>(blocksOf(pixels) + 1) * <f64>BLOCK_BYTES * (<f64>plan.taps + 1.0);
  const zeros = <f64>vectorsOf(plan.channels) * <f64>VECTOR;
  return <f64>HEAD + zeros + blocks + 4.0 * paddings + 16.0;
}

/** Writes a table into zeroed memory of `convTableBytes`. */
export function tableConv(address: usize, planned: usize, xStride: i32, outStride: i32): void {
  const table = changetype<ConvTable>(address);
  const plan = changetype<ConvPlan>(planned);
  const images = imagesAtOnce(plan.outPixels);
  table.plan = plan;
  table.images = images;
  table.xStride = xStride;
  table.outStride = outStride;
  table.zeros = address + HEAD;
  table.offsets = table.zeros + <usize>vectorsOf(plan.channels) * VECTOR;
  table.blockBytes = (<usize>plan.taps + 1) * BLOCK_BYTES;
  table.tail = table.offsets + <usize>blocksOf(images * plan.outPixels) * table.blockBytes;
  table.paddings = table.tail + table.blockBytes;
  table.paddingsEnd = table.paddings;
  for (let image = 0; image < images; image++) listImage(table, plan, image);
}

/** Lists the pixels of an image. */
function listImage(table: ConvTable, plan: ConvPlan, image: i32): void {
  let pixel = image * plan.outPixels;
  let to = <i32>(image * table.outStride) << 2;
  const from = <i32>(image * table.xStride) << 2;
  for (let outY = 0; outY < plan.outHeight; outY++) {
    for (let outX = 0; outX < plan.outWidth; outX++) {
      const at = offsetsOf(table, pixel++);
      store<i32>(at, to);
      to += plan.outPixel << 2;
      listTaps(table, plan, outY * plan.strideY, outX * plan.strideX, from, at);
    }
  }
}

/** Lists the taps of a window that begins at a row and a column of the image with its padding. */
function listTaps(
  table: ConvTable,
  plan: ConvPlan,
  row: i32,
  column: i32,
  image: i32,
  at: usize,
): void {
  const pixel = channelStride(plan.channels) << 2;
  for (let tapY = 0; tapY < plan.kernelHeight; tapY++) {
    const y = row + tapY * plan.dilationY - plan.padTop;
    for (let tapX = 0; tapX < plan.kernelWidth; tapX++) {
      const x = column + tapX * plan.dilationX - plan.padLeft;
      at += BLOCK_BYTES;
      if (y >= 0 && y < plan.height && x >= 0 && x < plan.width) {
        store<i32>(at, image + (y * plan.width + x) * pixel);
      } else {
        store<usize>(table.paddingsEnd, at);
        table.paddingsEnd += 4;
      }
    }
  }
}

/** Where the offsets of a pixel begin: a row for the output, and one for each tap. */
@inline
function offsetsOf(table: ConvTable, pixel: i32): usize {
  const block = table.offsets + <usize>(pixel / BLOCK) * table.blockBytes;
  return block + (<usize>(pixel % BLOCK) << 2);
}

/** Blocks at `offsets`, the last of which is the table's tail if `hasTail`. */
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
      const at = table.offsets + <usize>block * table.blockBytes;
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
  for (let i = 0; i < BLOCK; i++) {
    const from = offsetsOf(table, min(first + i, end - 1));
    const to = table.tail + (<usize>i << 2);
    for (let row: usize = 0; row < table.blockBytes; row += BLOCK_BYTES) {
      store<u32>(to + row, load<u32>(from + row));
    }
  }
}
