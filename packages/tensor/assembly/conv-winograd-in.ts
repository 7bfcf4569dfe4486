import { nmadd, pointConstant } from "./conv-winograd-points";
import { madd } from "./vector";

/*
 * Into tiles, for eight channels: two neighbouring vectors, p and q, which engines may pair. First
 * the strip: of each column that some neighbouring tiles reach over, the six rows by Bᵀ; then of
 * each tile its six columns of the strip. So a column that two tiles share is transformed once.
 *
 * Of a pair the upper vector is stored first: engines else store the lower one by itself as well.
 */

/** Bytes of a column of the strip: six rows of two vectors. */
export const COLUMN: usize = 192;

/**
 * Columns of the strip from those of the map.
 *
 * @param x0 where the first of six rows begins, one of zeros when it is outside the map
 * @param step bytes from one column of the map to the next
 */
export function stripColumns(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  x4: usize,
  x5: usize,
  step: usize,
  strip: usize,
  end: usize,
): void {
  const a2b2 = pointConstant(0), a2PlusB2 = pointConstant(1);
  const a2 = pointConstant(2), b2 = pointConstant(3);
  const a = pointConstant(4), b = pointConstant(5);
  for (; strip < end; strip += COLUMN) {
    const p0 = v128.load(x0), q0 = v128.load(x0, 16);
    const p1 = v128.load(x1), q1 = v128.load(x1, 16);
    const p2 = v128.load(x2), q2 = v128.load(x2, 16);
    const p3 = v128.load(x3), q3 = v128.load(x3, 16);
    const p4 = v128.load(x4), q4 = v128.load(x4, 16);
    const p5 = v128.load(x5), q5 = v128.load(x5, 16);
    const pEvenA = nmadd(b2, p2, p4), qEvenA = nmadd(b2, q2, q4);
    const pOddA = nmadd(b2, p1, p3), qOddA = nmadd(b2, q1, q3);
    const pEvenB = nmadd(a2, p2, p4), qEvenB = nmadd(a2, q2, q4);
    const pOddB = nmadd(a2, p1, p3), qOddB = nmadd(a2, q1, q3);
    const r0 = madd(a2b2, p0, nmadd(a2PlusB2, p2, p4));
    const s0 = madd(a2b2, q0, nmadd(a2PlusB2, q2, q4));
    const r1 = madd(a, pOddA, pEvenA), s1 = madd(a, qOddA, qEvenA);
    const r2 = nmadd(a, pOddA, pEvenA), s2 = nmadd(a, qOddA, qEvenA);
    const r4 = madd(b, pOddB, pEvenB), s4 = madd(b, qOddB, qEvenB);
    const r5 = nmadd(b, pOddB, pEvenB), s5 = nmadd(b, qOddB, qEvenB);
    const r3 = madd(a2b2, p1, nmadd(a2PlusB2, p3, p5));
    const s3 = madd(a2b2, q1, nmadd(a2PlusB2, q3, q5));
    v128.store(strip, s0, 16);
    v128.store(strip, r0);
    v128.store(strip, s1, 48);
    v128.store(strip, r1, 32);
    v128.store(strip, s2, 80);
    v128.store(strip, r2, 64);
    v128.store(strip, s3, 112);
    v128.store(strip, r3, 96);
    v128.store(strip, s4, 144);
    v128.store(strip, r4, 128);
    v128.store(strip, s5, 176);
    v128.store(strip, r5, 160);
    x0 += step;
    x1 += step;
    x2 += step;
    x3 += step;
    x4 += step;
    x5 += step;
  }
}

/**
 * Tiles of the strip.
 *
 * @param rows of the strip that are there, in bytes: 32 for each
 * @param row bytes from one tile to the next, `plane` from one of its 36 values to the next
 */
export function stripTiles(
  strip: usize,
  end: usize,
  rows: usize,
  to: usize,
  row: usize,
  plane: usize,
): void {
  const a2b2 = pointConstant(0), a2PlusB2 = pointConstant(1);
  const a2 = pointConstant(2), b2 = pointConstant(3);
  const a = pointConstant(4), b = pointConstant(5);
  const toNext = COLUMN * 4 - rows;
  for (; strip < end; strip += toNext) {
    let to0 = to;
    for (const last = strip + rows; strip < last; strip += 32) {
      const p0 = v128.load(strip), q0 = v128.load(strip, 16);
      const p1 = v128.load(strip, 192), q1 = v128.load(strip, 208);
      const p2 = v128.load(strip, 384), q2 = v128.load(strip, 400);
      const p3 = v128.load(strip, 576), q3 = v128.load(strip, 592);
      const p4 = v128.load(strip, 768), q4 = v128.load(strip, 784);
      const p5 = v128.load(strip, 960), q5 = v128.load(strip, 976);
      const pEvenA = nmadd(b2, p2, p4), qEvenA = nmadd(b2, q2, q4);
      const pOddA = nmadd(b2, p1, p3), qOddA = nmadd(b2, q1, q3);
      const pEvenB = nmadd(a2, p2, p4), qEvenB = nmadd(a2, q2, q4);
      const pOddB = nmadd(a2, p1, p3), qOddB = nmadd(a2, q1, q3);
      const r0 = madd(a2b2, p0, nmadd(a2PlusB2, p2, p4));
      const s0 = madd(a2b2, q0, nmadd(a2PlusB2, q2, q4));
      const r1 = madd(a, pOddA, pEvenA), s1 = madd(a, qOddA, qEvenA);
      const r2 = nmadd(a, pOddA, pEvenA), s2 = nmadd(a, qOddA, qEvenA);
      const r4 = madd(b, pOddB, pEvenB), s4 = madd(b, qOddB, qEvenB);
      const r5 = nmadd(b, pOddB, pEvenB), s5 = nmadd(b, qOddB, qEvenB);
      const r3 = madd(a2b2, p1, nmadd(a2PlusB2, p3, p5));
      const s3 = madd(a2b2, q1, nmadd(a2PlusB2, q3, q5));
      const to1 = to0 + plane;
      const to2 = to1 + plane;
      const to3 = to2 + plane;
      const to4 = to3 + plane;
      const to5 = to4 + plane;
      v128.store(to0, s0, 16);
      v128.store(to0, r0);
      v128.store(to1, s1, 16);
      v128.store(to1, r1);
      v128.store(to2, s2, 16);
      v128.store(to2, r2);
      v128.store(to3, s3, 16);
      v128.store(to3, r3);
      v128.store(to4, s4, 16);
      v128.store(to4, r4);
      v128.store(to5, s5, 16);
      v128.store(to5, r5);
      to0 = to5 + plane;
    }
    to += row;
  }
}

/** Columns outside the map. */
export function clearColumns(strip: usize, end: usize): void {
  const zero = f32x4.splat(0);
  for (; strip < end; strip += 64) {
    v128.store(strip, zero, 16);
    v128.store(strip, zero);
    v128.store(strip, zero, 48);
    v128.store(strip, zero, 32);
  }
}
