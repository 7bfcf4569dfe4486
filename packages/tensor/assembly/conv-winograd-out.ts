import { pointConstant } from "./conv-winograd-points";
import { madd } from "./vector";

/*
 * Out of tiles, for eight filters: two neighbouring vectors, p and q, which engines may pair. First
 * the six columns of a tile by Aᵀ, into 6 × 4 × 32 bytes; then its four rows, with bias and bounds.
 *
 * Of a pair the upper vector is stored first: engines else store the lower one by itself as well.
 */

/** Bytes of a column: four rows of two vectors. */
export const OUT_COLUMN: usize = 128;

/**
 * The columns of a tile.
 *
 * @param plane bytes from one of the tile's 36 values to the next
 * @param end where the columns end that are there
 */
export function tileColumns(tile: usize, plane: usize, columns: usize, end: usize): void {
  const a2 = pointConstant(2), a = pointConstant(4), b = pointConstant(5);
  const perA = pointConstant(6), perB = pointConstant(7), perB2 = pointConstant(8);
  const row = plane * 6;
  for (; columns < end; columns += OUT_COLUMN) {
    const at1 = tile + row;
    const at2 = at1 + row;
    const at3 = at2 + row;
    const at4 = at3 + row;
    const at5 = at4 + row;
    const p0 = v128.load(tile), q0 = v128.load(tile, 16);
    const p1 = v128.load(at1), q1 = v128.load(at1, 16);
    const p2 = v128.load(at2), q2 = v128.load(at2, 16);
    const p3 = v128.load(at3), q3 = v128.load(at3, 16);
    const p4 = v128.load(at4), q4 = v128.load(at4, 16);
    const p5 = v128.load(at5), q5 = v128.load(at5, 16);
    const pSumA = f32x4.add(p1, p2), qSumA = f32x4.add(q1, q2);
    const pSumB = f32x4.add(p4, p5), qSumB = f32x4.add(q4, q5);
    const pLessA = f32x4.sub(p1, p2), qLessA = f32x4.sub(q1, q2);
    const pLessB = f32x4.sub(p4, p5), qLessB = f32x4.sub(q4, q5);
    const r0 = madd(perB2, pSumB, madd(perA, pSumA, p0));
    const s0 = madd(perB2, qSumB, madd(perA, qSumA, q0));
    const r1 = madd(perB, pLessB, pLessA), s1 = madd(perB, qLessB, qLessA);
    const r2 = madd(a, pSumA, pSumB), s2 = madd(a, qSumA, qSumB);
    const r3 = madd(b, pLessB, madd(a2, pLessA, p3));
    const s3 = madd(b, qLessB, madd(a2, qLessA, q3));
    v128.store(columns, s0, 16);
    v128.store(columns, r0);
    v128.store(columns, s1, 48);
    v128.store(columns, r1, 32);
    v128.store(columns, s2, 80);
    v128.store(columns, r2, 64);
    v128.store(columns, s3, 112);
    v128.store(columns, r3, 96);
    tile += plane;
  }
}

/**
 * The tile's pixels, four in a row.
 *
 * @param end where the rows of the first column end that are there
 * @param limits lower and upper bound (f32)
 * @param row bytes from one row of the output to the next, `pixel` from one pixel to the next
 */
export function tilePixels(
  columns: usize,
  end: usize,
  bias: usize,
  limits: usize,
  to: usize,
  row: usize,
  pixel: usize,
): void {
  const a2 = pointConstant(2), a = pointConstant(4), b = pointConstant(5);
  const perA = pointConstant(6), perB = pointConstant(7), perB2 = pointConstant(8);
  const pBias = v128.load(bias), qBias = v128.load(bias, 16);
  const lower = v128.load32_splat(limits), upper = v128.load32_splat(limits, 4);
  for (; columns < end; columns += 32) {
    const p0 = v128.load(columns), q0 = v128.load(columns, 16);
    const p1 = v128.load(columns, 128), q1 = v128.load(columns, 144);
    const p2 = v128.load(columns, 256), q2 = v128.load(columns, 272);
    const p3 = v128.load(columns, 384), q3 = v128.load(columns, 400);
    const p4 = v128.load(columns, 512), q4 = v128.load(columns, 528);
    const p5 = v128.load(columns, 640), q5 = v128.load(columns, 656);
    const pSumA = f32x4.add(p1, p2), qSumA = f32x4.add(q1, q2);
    const pSumB = f32x4.add(p4, p5), qSumB = f32x4.add(q4, q5);
    const pLessA = f32x4.sub(p1, p2), qLessA = f32x4.sub(q1, q2);
    const pLessB = f32x4.sub(p4, p5), qLessB = f32x4.sub(q4, q5);
    const r0 = madd(perB2, pSumB, madd(perA, pSumA, p0));
    const s0 = madd(perB2, qSumB, madd(perA, qSumA, q0));
    const r1 = madd(perB, pLessB, pLessA), s1 = madd(perB, qLessB, qLessA);
    const r2 = madd(a, pSumA, pSumB), s2 = madd(a, qSumA, qSumB);
    const r3 = madd(b, pLessB, madd(a2, pLessA, p3));
    const s3 = madd(b, qLessB, madd(a2, qLessA, q3));
    const to1 = to + pixel;
    const to2 = to1 + pixel;
    const to3 = to2 + pixel;
    v128.store(to, limit(f32x4.add(s0, qBias), lower, upper), 16);
    v128.store(to, limit(f32x4.add(r0, pBias), lower, upper));
    v128.store(to1, limit(f32x4.add(s1, qBias), lower, upper), 16);
    v128.store(to1, limit(f32x4.add(r1, pBias), lower, upper));
    v128.store(to2, limit(f32x4.add(s2, qBias), lower, upper), 16);
    v128.store(to2, limit(f32x4.add(r2, pBias), lower, upper));
    v128.store(to3, limit(f32x4.add(s3, qBias), lower, upper), 16);
    v128.store(to3, limit(f32x4.add(r3, pBias), lower, upper));
    to += row;
  }
}

/** In this order NaN stays NaN, and -0 what it is. */
@inline
export function limit(value: v128, lower: v128, upper: v128): v128 {
  return f32x4.pmin(f32x4.pmax(value, lower), upper);
}
