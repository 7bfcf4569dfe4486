/*
 * The pixels under the windows of a convolution as rows of a matrix, and back. Maps have their
 * channels last; places are counted through all images. A window's geometry is 16 numbers:
 */

const HEIGHT = 0, WIDTH = 1, CHANNELS = 2;
const KERNEL_HEIGHT = 3, KERNEL_WIDTH = 4, STRIDE_Y = 5, STRIDE_X = 6;
const TOP = 7, LEFT = 8, DILATION_Y = 9, DILATION_X = 10;
const PLACES_Y = 11, PLACES_X = 12, SEEN = 13, FIRST = 14;

@inline
function at(geometry: usize, index: i32): i32 {
  return load<i32>(geometry + (<usize>index << 2));
}

/** A row `[kH, kW, seen]` for each of `count` places, from the `first` on; padding is 0. */
export function gatherPatches(
  geometry: usize,
  x: usize,
  first: i32,
  count: i32,
  rows: usize,
): void {
  movePatches(geometry, x, first, count, rows, false);
}

/** Adds such rows to the pixels that they are of. */
export function scatterPatches(
  geometry: usize,
  rows: usize,
  first: i32,
  count: i32,
  x: usize,
): void {
  movePatches(geometry, x, first, count, rows, true);
}

/** All numbers are read before anything is written, so that the engine keeps them in registers. */
@inline
function movePatches(
  geometry: usize,
  x: usize,
  first: i32,
  count: i32,
  rows: usize,
  isBack: bool,
): void {
  const height = at(geometry, HEIGHT);
  const width = at(geometry, WIDTH);
  const channels = at(geometry, CHANNELS);
  const kernelHeight = at(geometry, KERNEL_HEIGHT);
  const kernelWidth = at(geometry, KERNEL_WIDTH);
  const strideY = at(geometry, STRIDE_Y);
  const strideX = at(geometry, STRIDE_X);
  const dilationY = at(geometry, DILATION_Y);
  const dilationX = at(geometry, DILATION_X);
  const bottom = at(geometry, PLACES_Y) * strideY - at(geometry, TOP);
  const right = at(geometry, PLACES_X) * strideX - at(geometry, LEFT);
  const seen = at(geometry, SEEN);
  const run = kernelWidth * seen;
  const pixel = <usize>channels << 2;
  const map = <usize>(height * width) * pixel;
  const reach = (kernelWidth - 1) * dilationX;
  // Side by side in the map as well: moved together.
  const isRun = dilationX == 1 && seen == channels;
  const places = at(geometry, PLACES_Y) * at(geometry, PLACES_X);
  const columns = at(geometry, PLACES_X);
  let image = x + <usize>(first / places) * map + (<usize>at(geometry, FIRST) << 2);
  let top = ((first % places) / columns) * strideY - at(geometry, TOP);
  let left = (first % columns) * strideX - at(geometry, LEFT);
  const leftmost = -at(geometry, LEFT);
  const topmost = -at(geometry, TOP);
  for (let n = 0; n < count; n++) {
    const isInside = isRun && left >= 0 && left + reach < width;
    let y = top;
    for (let i = 0; i < kernelHeight; i++, y += dilationY) {
      if (y < 0 || y >= height) {
        if (!isBack) clear(rows, run);
        rows += <usize>run << 2;
        continue;
      }
      const line = image + <usize>(y * width) * pixel;
      if (isInside) {
        move(line + <usize>left * pixel, rows, run, isBack);
        rows += <usize>run << 2;
        continue;
      }
      for (let j = 0, at = left; j < kernelWidth; j++, at += dilationX) {
        if (at >= 0 && at < width) move(line + <usize>at * pixel, rows, seen, isBack);
        else if (!isBack) clear(rows, seen);
        rows += <usize>seen << 2;
      }
    }
    left += strideX;
    if (left < right) continue;
    left = leftmost;
    top += strideY;
    if (top < bottom) continue;
    top = topmost;
    image += map;
  }
}

/** From the map to a row, or added to the map from it. */
@inline
function move(pixels: usize, row: usize, floats: i32, isBack: bool): void {
  const end = row + (<usize>floats << 2);
  if (isBack) {
    for (; row + 16 <= end; row += 16, pixels += 16) {
      v128.store(pixels, f32x4.add(v128.load(pixels), v128.load(row)));
    }
    for (; row < end; row += 4, pixels += 4) {
      store<f32>(pixels, load<f32>(pixels) + load<f32>(row));
    }
  } else {
    const rest = pixels - row;
    for (; row + 16 <= end; row += 16) v128.store(row, v128.load(row + rest));
    if (row == end) return;
    if (floats >= 4) v128.store(end - 16, v128.load(end - 16 + rest));
    else for (; row < end; row += 4) store<f32>(row, load<f32>(row + rest));
  }
}

@inline
function clear(row: usize, floats: i32): void {
  const end = row + (<usize>floats << 2);
  for (; row + 16 <= end; row += 16) v128.store(row, f32x4.splat(0));
  for (; row < end; row += 4) store<f32>(row, 0);
}
