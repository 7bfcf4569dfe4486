import { ConvPlan, PADDING } from "./conv-plan";

/*
 * The pixels of a batch's output, in order, image after image, are computed some at a time, whose
 * addresses are listed first: a row for the output's, then one for each tap of the kernel, for the
 * input's or the zeros that stand for the padding.
 */

/** Rows of a block: what is computed at once. */
export const BLOCK: i32 = 6;

/** Pixels that are listed at once: whole blocks, while their input and output are in the cache. */
export const LISTED: i32 = BLOCK * 16;

/** Bytes from one row of a list to the next: it is written by fours, past its end. */
export const LIST_ROW: usize = (LISTED + 4) << 2;

/** Bytes of a list. */
export function listBytes(taps: i32): f64 {
  return (<f64>taps + 1.0) * <f64>LIST_ROW;
}

/**
 * Lists `count` pixels from the `first` on, and then repeats the last to the end of a block.
 *
 * @param xRow bytes from one image's row to the next
 */
export function listPixels(
  plan: ConvPlan,
  first: i32,
  count: i32,
  x: usize,
  xRow: usize,
  out: usize,
  outRow: usize,
  list: usize,
): void {
  const pixels = plan.outPixels;
  const width = plan.outWidth;
  const image = <usize>(first / pixels);
  const pixel = first % pixels;
  let y = pixel / width;
  let column = pixel % width;
  x += image * xRow;
  out += image * outRow;
  let at: i32 = 0;
  while (true) {
    const run = min(width - column, count - at);
    listRun(plan, y, column, run, x, out, list + (<usize>at << 2));
    at += run;
    if (at == count) break;
    column = 0;
    if (++y == plan.outHeight) {
      y = 0;
      x += xRow;
      out += outRow;
    }
  }
  for (; at % BLOCK != 0; at++) repeat(list + (<usize>at << 2), plan.taps + 1);
}

/** Lists pixels that are neighbours in a row. */
@inline
function listRun(
  plan: ConvPlan,
  y: i32,
  column: i32,
  run: i32,
  x: usize,
  out: usize,
  list: usize,
): void {
  const bytes = <usize>run << 2;
  const pixel = plan.outStride << 2;
  let to = <i32>out + (y * plan.outWidth + column) * pixel;
  for (let at: usize = 0; at < bytes; at += 4, to += pixel) store<u32>(list + at, to);
  const zeros = i32x4.splat(<i32>plan.zeros);
  let rows = plan.rows + (<usize>y << 2);
  for (let ky = 0; ky < plan.kernelHeight; ky++) {
    const offset = load<u32>(rows);
    const isPadding = i32x4.splat(offset == PADDING ? -1 : 0);
    const row = i32x4.splat(<i32>x + offset);
    let columns = plan.columns + (<usize>column << 2);
    for (let kx = 0; kx < plan.kernelWidth; kx++) {
      list += LIST_ROW;
      for (let at: usize = 0; at < bytes; at += 16) {
        const offsets = v128.load(columns + at);
        const outside = v128.or(i32x4.shr_s(offsets, 31), isPadding);
        v128.store(list + at, v128.bitselect(zeros, i32x4.add(row, offsets), outside));
      }
      columns += plan.columnsRow;
    }
    rows += <usize>plan.outHeight << 2;
  }
}

/** Lists a pixel as the one before. */
function repeat(list: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    store<u32>(list, load<u32>(list - 4));
    list += LIST_ROW;
  }
}
