import { gather } from "./conv-winograd-gather";
import { setInput, setOutput, setPart, splitEdges } from "./conv-winograd-map";
import { multiply } from "./conv-winograd-products";
import { scatter } from "./conv-winograd-scatter";
import { biases, blockTiles, layOut, limits, zeros } from "./conv-winograd-scratch";
import { winogradPacked } from "./conv-winograd-weights";
import { VECTOR, vectorsOf } from "./vector";

/*
 * Convolution with 3×3 filters by Winograd's F(4×4, 3×3). The tiles of all images are taken in
 * blocks whose planes stay in the cache: into tiles, products, out of tiles. What is computed for a
 * tile does not depend on the others of its block.
 */

/** Bytes of weights that stay in the cache from one part of the output to the next. */
const CACHED: f64 = 1024 * 1024;

/**
 * `y[n, outHeight, outWidth, O] = max(lower, min(upper, x ∗ filters + bias))`; maps lie with
 * channels last, padded to whole vectors. With `pool`, y is the largest of each 2×2 of that, and
 * half as high and wide; a last odd row or column is left out.
 *
 * @param stride floats from one image of x to the next, and `outStride` of y, whose pixels are
 *   `outPixel` apart
 * @param top rows of zeros that pad x above, and `left` columns on its left; below and on the right
 *   there are as many as outHeight and outWidth need
 * @param packed by `packWinograd`
 * @param bias O floats, padded to whole vectors
 * @param scratch `winogradScratch` bytes, whatever they hold
 */
export function convWinograd(
  x: usize,
  n: i32,
  stride: i32,
  channels: i32,
  height: i32,
  width: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  packed: usize,
  bias: usize,
  out: usize,
  outStride: i32,
  outPixel: i32,
  scratch: usize,
  lower: f32,
  upper: f32,
  pool: bool,
): void {
  layOut(scratch, channels, width, filters);
  memory.fill(zeros, 0, <usize>(width * vectorsOf(channels)) * VECTOR);
  memory.copy(biases, bias, <usize>vectorsOf(filters) * VECTOR);
  store<f32>(limits, lower);
  store<f32>(limits, upper, 4);
  setInput(x, stride, channels, height, width);
  setOutput(out, outStride, filters, outHeight, outWidth, outPixel, pool);
  splitEdges(winogradPacked(filters, channels) <= CACHED);
  for (let part = 0; part < 4; part++) {
    const all = n * setPart((part & 2) != 0, (part & 1) != 0);
    for (let first = 0; first < all; first += blockTiles) {
      const count = min(blockTiles, all - first);
      gather(first, count, top, left);
      multiply(count, channels, packed);
      scatter(first, count);
    }
  }
}
