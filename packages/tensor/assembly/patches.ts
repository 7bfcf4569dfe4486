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

@inline
function movePatches(
  geometry: usize,
  x: usize,
  first: i32,
  count: i32,
  rows: usize,
  isBack: bool,
): void {
  const places = at(geometry, PLACES_Y) * at(geometry, PLACES_X);
  const map = <usize>(at(geometry, HEIGHT) * at(geometry, WIDTH) * at(geometry, CHANNELS)) << 2;
  const columns = at(geometry, PLACES_X);
  const rowBytes =
    <usize>(at(geometry, KERNEL_HEIGHT) * at(geometry, KERNEL_WIDTH) * at(geometry, SEEN)) << 2;
  let image = x + <usize>(first / places) * map + (<usize>at(geometry, FIRST) << 2);
  let row = (first % places) / columns;
  let column = first % columns;
  for (let i = 0; i < count; i++) {
    movePatch(geometry, image, row, column, rows, isBack);
    rows += rowBytes;
    if (++column < columns) continue;
    column = 0;
    if (++row < at(geometry, PLACES_Y)) continue;
    row = 0;
    image += map;
  }
}

@inline
function movePatch(
  geometry: usize,
  image: usize,
  row: i32,
  column: i32,
  rows: usize,
  isBack: bool,
): void {
  const height = at(geometry, HEIGHT);
  const width = at(geometry, WIDTH);
  const kernelWidth = at(geometry, KERNEL_WIDTH);
  const seen = at(geometry, SEEN);
  const pixel = <usize>at(geometry, CHANNELS) << 2;
  const dilation = at(geometry, DILATION_X);
  const left = column * at(geometry, STRIDE_X) - at(geometry, LEFT);
  let y = row * at(geometry, STRIDE_Y) - at(geometry, TOP);
  // Side by side in the map as well: moved together.
  const isRun = dilation == 1 && seen == at(geometry, CHANNELS);
  const isInside = left >= 0 && left + (kernelWidth - 1) * dilation < width;
  for (let i = 0; i < at(geometry, KERNEL_HEIGHT); i++) {
    if (y < 0 || y >= height) {
      if (!isBack) clear(rows, kernelWidth * seen);
      rows += <usize>(kernelWidth * seen) << 2;
    } else if (isRun && isInside) {
      move(image + <usize>(y * width + left) * pixel, rows, kernelWidth * seen, isBack);
      rows += <usize>(kernelWidth * seen) << 2;
    } else {
      let x = left;
      for (let j = 0; j < kernelWidth; j++) {
        if (x >= 0 && x < width) {
          move(image + <usize>(y * width + x) * pixel, rows, seen, isBack);
        } else if (!isBack) {
          clear(rows, seen);
        }
        rows += <usize>seen << 2;
        x += dilation;
      }
    }
    y += at(geometry, DILATION_Y);
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
    for (; row + 16 <= end; row += 16, pixels += 16) v128.store(row, v128.load(pixels));
    for (; row < end; row += 4, pixels += 4) store<f32>(row, load<f32>(pixels));
  }
}

@inline
function clear(row: usize, floats: i32): void {
  const end = row + (<usize>floats << 2);
  for (; row + 16 <= end; row += 16) v128.store(row, f32x4.splat(0));
  for (; row < end; row += 4) store<f32>(row, 0);
}
