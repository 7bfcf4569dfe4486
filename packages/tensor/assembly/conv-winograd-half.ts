import { COLUMN } from "./conv-winograd-in";
import { limit, OUT_COLUMN } from "./conv-winograd-out";
import { nmadd, pointConstant } from "./conv-winograd-points";
import { madd } from "./vector";

/*
 * Tiles of which half a side is left at the map's edge: into them and out of them by F(2, 3), of
 * which `conv-winograd-points` tells. What is not said here is as with whole sides.
 */

/** Columns of the strip from four rows of the map: the first four of their six rows. */
export function stripColumnsHalf(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  step: usize,
  strip: usize,
  end: usize,
): void {
  const a2b2 = pointConstant(0), a2 = pointConstant(2), b2 = pointConstant(3);
  const even = pointConstant(9), odd = pointConstant(10);
  for (; strip < end; strip += COLUMN) {
    const p0 = v128.load(x0), q0 = v128.load(x0, 16);
    const p1 = v128.load(x1), q1 = v128.load(x1, 16);
    const p2 = v128.load(x2), q2 = v128.load(x2, 16);
    const p3 = v128.load(x3), q3 = v128.load(x3, 16);
    const pEven = f32x4.mul(even, p2), qEven = f32x4.mul(even, q2);
    const r0 = nmadd(b2, p2, f32x4.mul(a2b2, p0)), s0 = nmadd(b2, q2, f32x4.mul(a2b2, q0));
    const r1 = madd(odd, p1, pEven), s1 = madd(odd, q1, qEven);
    const r2 = nmadd(odd, p1, pEven), s2 = nmadd(odd, q1, qEven);
    const r3 = nmadd(a2, p1, p3), s3 = nmadd(a2, q1, q3);
    v128.store(strip, s0, 16);
    v128.store(strip, r0);
    v128.store(strip, s1, 48);
    v128.store(strip, r1, 32);
    v128.store(strip, s2, 80);
    v128.store(strip, r2, 64);
    v128.store(strip, s3, 112);
    v128.store(strip, r3, 96);
    x0 += step;
    x1 += step;
    x2 += step;
    x3 += step;
  }
}

/** The one tile of a strip of four columns: it has four planes of each six. */
export function stripTileHalf(strip: usize, rows: usize, to: usize, plane: usize): void {
  const a2b2 = pointConstant(0), a2 = pointConstant(2), b2 = pointConstant(3);
  const even = pointConstant(9), odd = pointConstant(10);
  for (const last = strip + rows; strip < last; strip += 32) {
    const p0 = v128.load(strip), q0 = v128.load(strip, 16);
    const p1 = v128.load(strip, 192), q1 = v128.load(strip, 208);
    const p2 = v128.load(strip, 384), q2 = v128.load(strip, 400);
    const p3 = v128.load(strip, 576), q3 = v128.load(strip, 592);
    const pEven = f32x4.mul(even, p2), qEven = f32x4.mul(even, q2);
    const r0 = nmadd(b2, p2, f32x4.mul(a2b2, p0)), s0 = nmadd(b2, q2, f32x4.mul(a2b2, q0));
    const r1 = madd(odd, p1, pEven), s1 = madd(odd, q1, qEven);
    const r2 = nmadd(odd, p1, pEven), s2 = nmadd(odd, q1, qEven);
    const r3 = nmadd(a2, p1, p3), s3 = nmadd(a2, q1, q3);
    const to1 = to + plane;
    const to2 = to1 + plane;
    const to3 = to2 + plane;
    v128.store(to, s0, 16);
    v128.store(to, r0);
    v128.store(to1, s1, 16);
    v128.store(to1, r1);
    v128.store(to2, s2, 16);
    v128.store(to2, r2);
    v128.store(to3, s3, 16);
    v128.store(to3, r3);
    to += plane * 6;
  }
}

/** The columns of a tile, of two rows each. */
export function tileColumnsHalf(tile: usize, plane: usize, columns: usize, end: usize): void {
  const perA = pointConstant(6);
  const row = plane * 6;
  for (; columns < end; columns += OUT_COLUMN) {
    const at1 = tile + row;
    const at2 = at1 + row;
    const at3 = at2 + row;
    const p0 = v128.load(tile), q0 = v128.load(tile, 16);
    const p1 = v128.load(at1), q1 = v128.load(at1, 16);
    const p2 = v128.load(at2), q2 = v128.load(at2, 16);
    const p3 = v128.load(at3), q3 = v128.load(at3, 16);
    const r0 = madd(perA, f32x4.add(p1, p2), p0), s0 = madd(perA, f32x4.add(q1, q2), q0);
    const r1 = f32x4.add(f32x4.sub(p1, p2), p3), s1 = f32x4.add(f32x4.sub(q1, q2), q3);
    v128.store(columns, s0, 16);
    v128.store(columns, r0);
    v128.store(columns, s1, 48);
    v128.store(columns, r1, 32);
    tile += plane;
  }
}

/** The tile's pixels, two in a row. */
export function tilePixelsHalf(
  columns: usize,
  end: usize,
  bias: usize,
  limits: usize,
  to: usize,
  row: usize,
  pixel: usize,
): void {
  const perA = pointConstant(6);
  const pBias = v128.load(bias), qBias = v128.load(bias, 16);
  const lower = v128.load32_splat(limits), upper = v128.load32_splat(limits, 4);
  for (; columns < end; columns += 32) {
    const p0 = v128.load(columns), q0 = v128.load(columns, 16);
    const p1 = v128.load(columns, 128), q1 = v128.load(columns, 144);
    const p2 = v128.load(columns, 256), q2 = v128.load(columns, 272);
    const p3 = v128.load(columns, 384), q3 = v128.load(columns, 400);
    const r0 = madd(perA, f32x4.add(p1, p2), p0), s0 = madd(perA, f32x4.add(q1, q2), q0);
    const r1 = f32x4.add(f32x4.sub(p1, p2), p3), s1 = f32x4.add(f32x4.sub(q1, q2), q3);
    const to1 = to + pixel;
    v128.store(to, limit(f32x4.add(s0, qBias), lower, upper), 16);
    v128.store(to, limit(f32x4.add(r0, pBias), lower, upper));
    v128.store(to1, limit(f32x4.add(s1, qBias), lower, upper), 16);
    v128.store(to1, limit(f32x4.add(r1, pBias), lower, upper));
    to += row;
  }
}
