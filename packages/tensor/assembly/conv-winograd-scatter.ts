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
    scatterTile(from, to, min(down, yHeight - row), min(across, yWidth - column));
    from += productsRow;
  }
}

/** @param height rows of the output that the tile makes, and `width` columns */
function scatterTile(from: usize, to: usize, height: i32, width: i32): void {
  const step = isPooled ? 2 : 4;
  const isWhole = height == step && width == step && yVectors > 1;
  const isDirect = height == pointsDown - 2 && width == pointsAcross - 2 && yVectors > 1;
  const end = columns + <usize>pointsAcross * OUT_COLUMN;
  for (let v = 0; v < yVectors; v += 2) {
    // Where they are odd, the last pair overlaps the one before.
    const offset = <usize>max(0, min(v, yVectors - 2)) * VECTOR;
    if (pointsDown == POINTS) tileColumns(from + offset, productsPlane, columns, end);
    else tileColumnsHalf(from + offset, productsPlane, columns, end);
    if (isPooled && isWhole) {
      tilePooled(columns, biases + offset, limits, to + offset, yRow, yPixel);
    } else if (isDirect && !isPooled) {
      scatterRows(biases + offset, to + offset, yRow, yPixel);
    } else {
      scatterRows(biases + offset, pixels, OUT_COLUMN, 2 * VECTOR);
      if (isPooled) poolPart(height, width, to + offset);
      else copyPart(height, width, to + offset);
    }
  }
}

@inline
function scatterRows(bias: usize, to: usize, row: usize, pixel: usize): void {
  const end = columns + <usize>(pointsDown - 2) * (2 * VECTOR);
  if (pointsAcross == POINTS) tilePixels(columns, end, bias, limits, to, row, pixel);
  else tilePixelsHalf(columns, end, bias, limits, to, row, pixel);
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
