import { multiply4x4, multiply8x2 } from "./conv-winograd-blocks";
import { multiply4x2, multiply6x4 } from "./dense-blocks";
import { VECTOR, vectorsOf } from "./vector";

/*
 * The products: each of the 36 planes `[tiles, I]` times `[I, O]`, whose columns are cut into panels.
 */

let isWide: bool = false;

/** For engines that make one 256-bit operation of two neighbouring 128-bit ones. */
export function widenWinograd(): void {
  isWide = true;
}

/** Vectors of a row of products, which is made of whole pairs. */
@inline
export function winogradVectors(filters: i32): i32 {
  return (vectorsOf(filters) + 1) & ~1;
}

/** Vectors of the next panel where `rest` are left. */
@inline
export function panelVectors(rest: i32): i32 {
  return isWide && rest > 2 ? 4 : 2;
}

/** Tiles whose rows blocks fill without a rest; there is room for as many at least. */
export const ROWS: i32 = 12;

/**
 * `products[36, count, O] = tiles[36, count, I] · packed[36, I, O]`. Where count is below four, four rows
 * are read and written.
 */
export function multiplyPlanes(
  tiles: usize,
  tilesPlane: usize,
  tilesRow: usize,
  count: i32,
  channels: i32,
  packed: usize,
  products: usize,
  productsPlane: usize,
  productsRow: usize,
): void {
  for (let plane = 0; plane < 36; plane++) {
    let to = products;
    for (let rest = <i32>(productsRow / VECTOR); rest > 0; ) {
      const panel = panelVectors(rest);
      multiplyPanel(panel, tiles, tilesRow, count, channels, packed, to, productsRow);
      const bytes = <usize>panel * VECTOR;
      packed += bytes * <usize>(channels + 1);
      to += bytes;
      rest -= panel;
    }
    tiles += tilesPlane;
    products += productsPlane;
  }
}

/** Blocks of six or eight rows, then of four; the last may overlap the one before. */
@inline
function multiplyPanel(
  vectors: i32,
  x: usize,
  xRow: usize,
  count: i32,
  inputs: i32,
  panel: usize,
  out: usize,
  outRow: usize,
): void {
  let i = 0;
  if (vectors == 4) {
    for (const end = bySixes(count); i < end; i += 6) {
      const from = <usize>min(i, count - 6);
      multiply6x4(x + from * xRow, xRow, inputs, panel, out + from * outRow, outRow);
    }
  } else if (isWide) {
    for (; i + 8 <= count; i += 8) {
      const from = <usize>i;
      multiply8x2(x + from * xRow, xRow, inputs, panel, out + from * outRow, outRow);
    }
  }
  for (; i < count; i += 4) {
    const from = <usize>max(0, min(i, count - 4));
    if (vectors == 4) multiply4x4(x + from * xRow, xRow, inputs, panel, out + from * outRow, outRow);
    else multiply4x2(x + from * xRow, xRow, inputs, panel, out + from * outRow, outRow);
  }
}

/** How many rows are done by sixes: so many that the least is computed twice. */
@inline
function bySixes(count: i32): i32 {
  const rest = count % 6;
  if (count < 6) return 0;
  if (rest == 0 || rest == 5) return count;
  // One or two more than sixes are two blocks of four with the six before.
  return count - rest - (rest < 3 ? 6 : 0);
}
