import { madd } from "./vector";

/*
 * Sums over the rows of matrices, and functions of them with constants for each column. Rows lie
 * side by side and have a multiple of 4 columns.
 *
 * A sum of many rows is made of sums of some, so that it stays near float32's precision.
 */

/** Rows that are summed in registers before they are added to the sum. */
const SOME: i32 = 256;

/** `sums[c] = Σ x[r, c]` */
export function sumColumns(x: usize, rows: i32, columns: i32, sums: usize): void {
  const row = <usize>columns << 2;
  memory.fill(sums, 0, row);
  for (let first = 0; first < rows; first += SOME) {
    const count = min(SOME, rows - first);
    for (let c: usize = 0; c < row; c += 16) {
      let from = x + c;
      let sum = f32x4.splat(0);
      for (let i = 0; i < count; i++, from += row) sum = f32x4.add(sum, v128.load(from));
      v128.store(sums + c, f32x4.add(v128.load(sums + c), sum));
    }
    x += <usize>count * row;
  }
}

/** `sums[c] = Σ (a[r, c] - aMeans[c]) · (b[r, c] - bMeans[c])` */
export function sumProducts(
  a: usize,
  aMeans: usize,
  b: usize,
  bMeans: usize,
  rows: i32,
  columns: i32,
  sums: usize,
): void {
  const row = <usize>columns << 2;
  memory.fill(sums, 0, row);
  for (let first = 0; first < rows; first += SOME) {
    const count = min(SOME, rows - first);
    for (let c: usize = 0; c < row; c += 16) {
      const aMean = v128.load(aMeans + c);
      const bMean = v128.load(bMeans + c);
      let at = c;
      let sum = f32x4.splat(0);
      for (let i = 0; i < count; i++, at += row) {
        const left = f32x4.sub(v128.load(a + at), aMean);
        sum = madd(left, f32x4.sub(v128.load(b + at), bMean), sum);
      }
      v128.store(sums + c, f32x4.add(v128.load(sums + c), sum));
    }
    a += <usize>count * row;
    b += <usize>count * row;
  }
}

/** `y[r, c] = x[r, c] · factors[c] + offsets[c]` */
export function scaleColumns(
  x: usize,
  factors: usize,
  offsets: usize,
  rows: i32,
  columns: i32,
  y: usize,
): void {
  const row = <usize>columns << 2;
  for (let i = 0; i < rows; i++) {
    for (let c: usize = 0; c < row; c += 16) {
      v128.store(y + c, madd(v128.load(x + c), v128.load(factors + c), v128.load(offsets + c)));
    }
    x += row;
    y += row;
  }
}

/** `out[r, c] = a[r, c] · aFactors[c] + b[r, c] · bFactors[c] + offsets[c]` */
export function blendColumns(
  a: usize,
  aFactors: usize,
  b: usize,
  bFactors: usize,
  offsets: usize,
  rows: i32,
  columns: i32,
  out: usize,
): void {
  const row = <usize>columns << 2;
  for (let i = 0; i < rows; i++) {
    for (let c: usize = 0; c < row; c += 16) {
      const rest = madd(v128.load(b + c), v128.load(bFactors + c), v128.load(offsets + c));
      v128.store(out + c, madd(v128.load(a + c), v128.load(aFactors + c), rest));
    }
    a += row;
    b += row;
    out += row;
  }
}
