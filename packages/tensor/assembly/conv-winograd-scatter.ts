import { tileColumnsHalf, tilePixelsHalf } from "./conv-winograd-half";
import {
  firstAcross,
  firstDown,
  isPooled,
  pointsAcross,
  pointsDown,
  tilesAcross,
  tilesDown,
  y,
  yHeight,
  yImage,
  yPixel,
  yRow,
  yVectors,
  yWidth,
} from "./conv-winograd-map";
import { OUT_COLUMN, tileColumns, tilePixels } from "./conv-winograd-out";
import { POINTS } from "./conv-winograd-points";
import { tilePooled } from "./conv-winograd-pool";
import {
  biases,
  columns,
  limits,
  pixels,
  products,
  productsPlane,
  productsRow,
} from "./conv-winograd-scratch";
import { VECTOR } from "./vector";

/** Transforms the products of `count` tiles of the part into the output. */
export function scatter(first: i32, count: i32): void {
  // Along a side: pixels of the output from one tile to the next, and those that a tile makes.
  const step = isPooled ? 2 : 4;
  const down = isPooled ? (pointsDown - 2) >> 1 : pointsDown - 2;
  const across = isPooled ? (pointsAcross - 2) >> 1 : pointsAcross - 2;
  let from = products;
  for (const end = first + count; first < end; first++) {
    const line = first / tilesAcross;
    const row = step * (firstDown + (line % tilesDown));
    const column = step * (firstAcross + (first % tilesAcross));
    const image = y + <usize>(line / tilesDown) * yImage;
    const to = image + <usize>row * yRow + <usize>column * yPixel;
    const height = min(down, yHeight - row);
    const width = min(across, yWidth - column);
    if (height == step && width == step && yVectors > 1) scatterWhole(from, to);
    else scatterEdge(from, to, height, width);
    from += productsRow;
  }
}

/** A tile with whole sides, all of which is in the map. */
function scatterWhole(from: usize, to: usize): void {
  for (let v = 0; v < yVectors; v += 2) {
    const offset = pairAt(v);
    tileColumns(from + offset, productsPlane, columns, columns + <usize>POINTS * OUT_COLUMN);
    const bias = biases + offset;
    if (isPooled) tilePooled(columns, bias, limits, to + offset, yRow, yPixel);
    else tilePixels(columns, columns + OUT_COLUMN, bias, limits, to + offset, yRow, yPixel);
  }
}

/**
 * Another tile.
 *
 * @param height rows of the output that the tile makes, and `width` columns
 */
function scatterEdge(from: usize, to: usize, height: i32, width: i32): void {
  const endColumns = columns + <usize>pointsAcross * OUT_COLUMN;
  const endRows = columns + <usize>(pointsDown - 2) * (2 * VECTOR);
  const isFull = height == pointsDown - 2 && width == pointsAcross - 2;
  const isDirect = isFull && !isPooled && yVectors > 1;
  const row = isDirect ? yRow : OUT_COLUMN;
  const pixel = isDirect ? yPixel : 2 * VECTOR;
  for (let v = 0; v < yVectors; v += 2) {
    const offset = pairAt(v);
    if (pointsDown == POINTS) tileColumns(from + offset, productsPlane, columns, endColumns);
    else tileColumnsHalf(from + offset, productsPlane, columns, endColumns);
    const bias = biases + offset;
    const at = isDirect ? to + offset : pixels;
    if (pointsAcross == POINTS) tilePixels(columns, endRows, bias, limits, at, row, pixel);
    else tilePixelsHalf(columns, endRows, bias, limits, at, row, pixel);
    if (isPooled) poolPart(height, width, to + offset);
    else if (!isDirect) copyPart(height, width, to + offset);
  }
}

/** The bytes before a pair of vectors; where they are odd, the last overlaps the one before. */
@inline
function pairAt(vector: i32): usize {
  return <usize>max(0, min(vector, yVectors - 2)) * VECTOR;
}

/** Of a tile's pixels those that are in the map. */
function copyPart(height: i32, width: i32, to: usize): void {
  for (let row: usize = 0; row < <usize>height; row++) {
    let at = to + row * yRow;
    let from = pixels + row * OUT_COLUMN;
    for (let column = 0; column < width; column++) {
      if (yVectors > 1) v128.store(at, v128.load(from, 16), 16);
      v128.store(at, v128.load(from));
      from += 2 * VECTOR;
      at += yPixel;
    }
  }
}

/** The largest of each 2×2 of the tile's pixels that is in the map; NaN stays NaN. */
function poolPart(height: i32, width: i32, to: usize): void {
  for (let row: usize = 0; row < <usize>height; row++) {
    let at = to + row * yRow;
    let from = pixels + row * (2 * OUT_COLUMN);
    for (let column = 0; column < width; column++) {
      if (yVectors > 1) v128.store(at, largest(from + VECTOR), 16);
      v128.store(at, largest(from));
      from += 4 * VECTOR;
      at += yPixel;
    }
  }
}

@inline
function largest(from: usize): v128 {
  const upper = f32x4.max(v128.load(from), v128.load(from, 32));
  const lower = f32x4.max(v128.load(from, 128), v128.load(from, 160));
  return f32x4.max(upper, lower);
}
