import { multiply4x4, multiply8x2 } from "./conv-winograd-blocks";
import { pointsAcross, pointsDown } from "./conv-winograd-map";
import { hasWidePanels, panelVectors } from "./conv-winograd-panels";
import { POINTS } from "./conv-winograd-points";
import {
  products,
  productsPlane,
  productsRow,
  tiles,
  tilesPlane,
  tilesRow,
} from "./conv-winograd-scratch";
import { multiply4x2, multiply6x4 } from "./dense-blocks";
import { VECTOR } from "./vector";

/** `products[p, count, O] = tiles[p, count, I] · packed[p, I, O]`, for the planes of the part. */
export function multiply(count: i32, channels: i32, packed: usize): void {
  const planeBytes = <usize>(channels + 1) * productsRow;
  for (let plane: usize = 0; plane < <usize>(pointsDown * POINTS); plane++) {
    if (<i32>plane % POINTS >= pointsAcross) continue;
    const x = tiles + plane * tilesPlane;
    if (count < 4) clearRows(x, count);
    let panel = packed + plane * planeBytes;
    let to = products + plane * productsPlane;
    for (let rest = <i32>(productsRow / VECTOR); rest > 0; ) {
      const vectors = panelVectors(rest);
      multiplyPanel(vectors, x, tilesRow, count, channels, panel, to, productsRow);
      panel += <usize>vectors * VECTOR * <usize>(channels + 1);
      to += <usize>vectors * VECTOR;
      rest -= vectors;
    }
  }
}

/** Blocks are of four rows at least: what is no tile's is zero, and not what was there. */
function clearRows(x: usize, count: i32): void {
  memory.fill(x + <usize>count * tilesRow, 0, <usize>(4 - count) * tilesRow);
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
  } else if (hasWidePanels()) {
    for (; i + 8 <= count; i += 8) {
      const from = <usize>i;
      multiply8x2(x + from * xRow, xRow, inputs, panel, out + from * outRow, outRow);
    }
  }
  for (; i < count; i += 4) {
    const from = <usize>max(0, min(i, count - 4));
    const at = x + from * xRow;
    if (vectors == 4) multiply4x4(at, xRow, inputs, panel, out + from * outRow, outRow);
    else multiply4x2(at, xRow, inputs, panel, out + from * outRow, outRow);
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
