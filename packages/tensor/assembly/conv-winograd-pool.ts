import { OUT_COLUMN, limit } from "./conv-winograd-out";
import { pointConstant } from "./conv-winograd-points";
import { madd } from "./vector";

/**
 * A whole tile's 2×2 pixels, each the largest of 2×2. Bias and bounds come after that, which gives
 * the same bits: they keep order. Of two values the one nearer to the tile's edge comes first, so
 * that NaN stays: what is NaN in an inner row or column is so in the outer one beside it.
 *
 * @param columns of `tileColumns`, which are written over
 * @param limits lower and upper bound (f32)
 * @param row bytes from one row of the output to the next, `pixel` from one pixel to the next
 */
export function tilePooled(
  columns: usize,
  bias: usize,
  limits: usize,
  to: usize,
  row: usize,
  pixel: usize,
): void {
  poolColumns(columns);
  const pBias = v128.load(bias), qBias = v128.load(bias, 16);
  const lower = v128.load32_splat(limits), upper = v128.load32_splat(limits, 4);
  for (const end = columns + 2 * OUT_COLUMN; columns < end; columns += OUT_COLUMN) {
    const p0 = v128.load(columns), q0 = v128.load(columns, 16);
    const p1 = v128.load(columns, 32), q1 = v128.load(columns, 48);
    const p2 = v128.load(columns, 64), q2 = v128.load(columns, 80);
    const p3 = v128.load(columns, 96), q3 = v128.load(columns, 112);
    const r0 = f32x4.add(f32x4.pmax(p0, p1), pBias), s0 = f32x4.add(f32x4.pmax(q0, q1), qBias);
    const r1 = f32x4.add(f32x4.pmax(p3, p2), pBias), s1 = f32x4.add(f32x4.pmax(q3, q2), qBias);
    const to1 = to + row;
    v128.store(to, limit(s0, lower, upper), 16);
    v128.store(to, limit(r0, lower, upper));
    v128.store(to1, limit(s1, lower, upper), 16);
    v128.store(to1, limit(r1, lower, upper));
    to += pixel;
  }
}

/** Of each row's four outputs the larger of the first two and of the last two, into two columns. */
function poolColumns(columns: usize): void {
  const a2 = pointConstant(2), a = pointConstant(4), b = pointConstant(5);
  const perA = pointConstant(6), perB = pointConstant(7), perB2 = pointConstant(8);
  for (const end = columns + OUT_COLUMN; columns < end; columns += 32) {
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
    const left = f32x4.pmax(r0, r1), left1 = f32x4.pmax(s0, s1);
    const right = f32x4.pmax(r3, r2), right1 = f32x4.pmax(s3, s2);
    v128.store(columns, left1, 16);
    v128.store(columns, left);
    v128.store(columns, right1, 144);
    v128.store(columns, right, 128);
  }
}
