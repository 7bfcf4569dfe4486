import { VECTOR } from "./vector";

/*
 * Pooling over feature maps, channels last: eight channels at a time, then four. A window is cut to
 * the image first, so that padding is never read.
 */

/** The part of a window along an axis that lies inside the image: its first place and how many. */
let first: i32 = 0;
let inside: i32 = 0;
/** How many places lie in the image or its padding. */
let counted: i32 = 0;

/** Of `kernel` places from `start` on, `dilation` apart, along `size` pixels with `after` behind. */
function cut(start: i32, kernel: i32, dilation: i32, size: i32, after: i32): void {
  let i = 0;
  while (i < kernel && start + i * dilation < 0) i++;
  first = start + i * dilation;
  inside = 0;
  while (i < kernel && start + i * dilation < size) {
    inside++;
    i++;
  }
  while (i < kernel && start + i * dilation < size + after) i++;
  counted = i;
}

/**
 * The largest (`mean` 0), or the mean of the values (1) or with the padding's zeros (2), of each
 * window of `n` images `[height, width, 4 · vectors]`; NaN where one is NaN. Pixels of `out` are
 * `outPixel` floats apart.
 */
export function pool(
  mean: i32,
  x: usize,
  n: i32,
  stride: i32,
  height: i32,
  width: i32,
  vectors: i32,
  outHeight: i32,
  outWidth: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  top: i32,
  left: i32,
  bottom: i32,
  right: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  out: usize,
  outStride: i32,
  outPixel: i32,
): void {
  const pixel = <usize>vectors * VECTOR;
  const down = <usize>(width * dilationHeight) * pixel;
  const across = <usize>dilationWidth * pixel;
  for (let image = 0; image < n; image++) {
    let to = out + (<usize>image * outStride << 2);
    const from = x + (<usize>image * stride << 2);
    for (let row = 0; row < outHeight; row++) {
      cut(row * strideHeight - top, kernelHeight, dilationHeight, height, bottom);
      const y = first, rows = inside, countedRows = counted;
      for (let column = 0; column < outWidth; column++) {
        cut(column * strideWidth - left, kernelWidth, dilationWidth, width, right);
        const window = from + <usize>(y * width + first) * pixel;
        if (mean == 0) {
          largest(window, rows, inside, down, across, vectors, to);
        } else {
          const count = mean == 1 ? rows * inside : countedRows * counted;
          average(window, rows, inside, down, across, vectors, <f64>count, to);
        }
        to += <usize>outPixel << 2;
      }
    }
  }
}

@inline
function largest(
  window: usize,
  rows: i32,
  columns: i32,
  down: usize,
  across: usize,
  vectors: i32,
  out: usize,
): void {
  let channel: usize = 0;
  const end = <usize>vectors * VECTOR;
  for (; channel + 32 <= end; channel += 32) {
    let row = window + channel;
    let a = v128.load(row), b = v128.load(row, 16);
    let noA = f32x4.ne(a, a), noB = f32x4.ne(b, b);
    for (let i = 0; i < rows; i++) {
      let at = row;
      for (let j = 0; j < columns; j++) {
        const p = v128.load(at), q = v128.load(at, 16);
        a = f32x4.pmax(a, p), b = f32x4.pmax(b, q);
        noA = v128.or(noA, f32x4.ne(p, p)), noB = v128.or(noB, f32x4.ne(q, q));
        at += across;
      }
      row += down;
    }
    v128.store(out + channel, v128.or(a, noA));
    v128.store(out + channel, v128.or(b, noB), 16);
  }
  if (channel == end) return;
  let row = window + channel;
  let a = v128.load(row);
  for (let i = 0; i < rows; i++) {
    let at = row;
    for (let j = 0; j < columns; j++) {
      a = f32x4.max(a, v128.load(at));
      at += across;
    }
    row += down;
  }
  v128.store(out + channel, a);
}

/** Columns whose sum is kept in float32, before it is added to those of float64. */
const COLUMNS: i32 = 64;

@inline
function average(
  window: usize,
  rows: i32,
  columns: i32,
  down: usize,
  across: usize,
  vectors: i32,
  count: f64,
  out: usize,
): void {
  const divisor = f64x2.splat(count);
  const end = <usize>vectors * VECTOR;
  for (let channel: usize = 0; channel < end; channel += VECTOR) {
    let low = f64x2.splat(0), high = f64x2.splat(0);
    let row = window + channel;
    for (let i = 0; i < rows; i++) {
      let at = row;
      for (let first = 0; first < columns; first += COLUMNS) {
        let sum = f32x4.splat(0);
        for (let j = min(COLUMNS, columns - first); j > 0; j--) {
          sum = f32x4.add(sum, v128.load(at));
          at += across;
        }
        low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
        const upper = i32x4.shuffle(sum, sum, 2, 3, 0, 1);
        high = f64x2.add(high, f64x2.promote_low_f32x4(upper));
      }
      row += down;
    }
    const first = f32x4.demote_f64x2_zero(f64x2.div(low, divisor));
    const last = f32x4.demote_f64x2_zero(f64x2.div(high, divisor));
    v128.store(out + channel, i32x4.shuffle(first, last, 0, 1, 4, 5));
  }
}
