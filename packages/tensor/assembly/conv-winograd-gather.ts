import { stripColumnsHalf, stripTileHalf } from "./conv-winograd-half";
import { clearColumns, COLUMN, stripColumns, stripTiles } from "./conv-winograd-in";
import {
  firstAcross,
  firstDown,
  pointsAcross,
  pointsDown,
  tilesAcross,
  tilesDown,
  x,
  xHeight,
  xImage,
  xPixel,
  xRow,
  xVectors,
  xWidth,
} from "./conv-winograd-map";
import { POINTS } from "./conv-winograd-points";
import { pixels, strip, tiles, tilesPlane, tilesRow, zeros } from "./conv-winograd-scratch";
import { VECTOR } from "./vector";

/** Transforms `count` tiles of the part into their planes, from the `first` of all images on. */
export function gather(first: i32, count: i32, top: i32, left: i32): void {
  let to = tiles;
  while (count > 0) {
    const across = first % tilesAcross;
    const line = first / tilesAcross;
    const run = min(count, tilesAcross - across);
    const image = x + <usize>(line / tilesDown) * xImage;
    const row = 4 * (firstDown + (line % tilesDown)) - top;
    gatherRun(image, row, 4 * (firstAcross + across) - left, run, to);
    to += <usize>run * tilesRow;
    first += run;
    count -= run;
  }
}

/**
 * Neighbouring tiles, the first of which begins at a row and a column of the map or its padding.
 */
function gatherRun(image: usize, row: i32, column: i32, run: i32, to: usize): void {
  const reach = 4 * (run - 1) + pointsAcross;
  const before = min(max(0, -column), reach);
  const inside = max(before, min(xWidth - column, reach));
  const from = strip + <usize>before * COLUMN;
  let till = strip + <usize>inside * COLUMN;
  clearColumns(strip, from);
  clearColumns(till, strip + <usize>reach * COLUMN);
  if (xVectors == 1 && inside > before && column + inside == xWidth) {
    till -= COLUMN;
    lastColumn(image, row, till);
  }
  const rows = <usize>pointsDown * 32;
  for (let v = 0; v < xVectors; v += 2) {
    // Where they are odd, the last pair overlaps the one before.
    const offset = <usize>max(0, min(v, xVectors - 2)) * VECTOR;
    const at = <usize>(column + before) * xPixel + offset;
    gatherColumns(image, row, at, from, till);
    if (pointsAcross == POINTS) {
      const end = strip + <usize>(4 * run) * COLUMN;
      stripTiles(strip, end, rows, to + offset, tilesRow, tilesPlane);
    } else {
      stripTileHalf(strip, rows, to + offset, tilesPlane);
    }
  }
}

function gatherColumns(image: usize, row: i32, at: usize, from: usize, till: usize): void {
  const x0 = rowAt(image, row) + at;
  const x1 = rowAt(image, row + 1) + at;
  const x2 = rowAt(image, row + 2) + at;
  const x3 = rowAt(image, row + 3) + at;
  if (pointsDown == POINTS) {
    const x4 = rowAt(image, row + 4) + at;
    const x5 = rowAt(image, row + 5) + at;
    stripColumns(x0, x1, x2, x3, x4, x5, xPixel, from, till);
  } else {
    stripColumnsHalf(x0, x1, x2, x3, xPixel, from, till);
  }
}

@inline
function rowAt(image: usize, row: i32): usize {
  return <u32>row < <u32>xHeight ? image + <usize>row * xRow : zeros;
}

/**
 * The map's last column where a pixel is one vector, and none may lie behind it that could be read
 * as a pair's upper one. (Elsewhere that is the next pixel's, and nobody reads what comes of it.)
 */
function lastColumn(image: usize, row: i32, to: usize): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < pointsDown; i++) {
    v128.store(pixels + <usize>i * 32, v128.load(rowAt(image, row + i) + xRow - xPixel));
    v128.store(pixels + <usize>i * 32, zero, 16);
  }
  const x0 = pixels, x1 = x0 + 32, x2 = x1 + 32, x3 = x2 + 32, x4 = x3 + 32, x5 = x4 + 32;
  if (pointsDown == POINTS) stripColumns(x0, x1, x2, x3, x4, x5, 0, to, to + COLUMN);
  else stripColumnsHalf(x0, x1, x2, x3, 0, to, to + COLUMN);
}
