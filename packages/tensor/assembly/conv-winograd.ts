import { clearColumns, COLUMN, stripColumns, stripTiles } from "./conv-winograd-in";
import { TILE_COLUMNS, tileColumns, tilePixels } from "./conv-winograd-out";
import { tilePooled } from "./conv-winograd-pool";
import { multiplyPlanes, ROWS, winogradVectors } from "./conv-winograd-products";
import { VECTOR, vectorsOf } from "./vector";

/*
 * Convolution with 3×3 filters by Winograd's F(4×4, 3×3). The tiles of all images are taken in blocks
 * whose planes stay in the cache: into tiles, products, out of tiles. What is computed for a tile does
 * not depend on the others of its block.
 */

/** Bytes that the planes of a block may take: half of a usual second-level cache. */
const BUDGET: u64 = 256 * 1024;

/** The scratch memory: where its parts begin, and what lies between planes and rows of them. */
let tiles: usize = 0, tilesPlane: usize = 0, tilesRow: usize = 0;
let products: usize = 0, productsPlane: usize = 0, productsRow: usize = 0;
let strip: usize = 0, zeros: usize = 0, columns: usize = 0, pixels: usize = 0;
let biases: usize = 0, limits: usize = 0;

/** Tiles that a block has room for. */
let room: i32 = 0;

/** Lays scratch memory out. @returns where it ends */
function layOut(scratch: usize, channels: i32, width: i32, filters: i32): u64 {
  // Rows are of whole pairs of vectors, so that pairs never share a line of the cache with another.
  tilesRow = <usize>((vectorsOf(channels) + 1) & ~1) * VECTOR;
  productsRow = <usize>winogradVectors(filters) * VECTOR;
  const blocks = BUDGET / (36 * <u64>ROWS * <u64>(tilesRow + productsRow));
  room = <i32>max(1, min(blocks, 32)) * ROWS;
  tilesPlane = planeBytes(tilesRow);
  productsPlane = planeBytes(productsRow);
  end = scratch;
  tiles = place(36 * <u64>tilesPlane);
  products = place(36 * <u64>productsPlane);
  strip = place(<u64>(4 * room + 2) * COLUMN);
  columns = place(TILE_COLUMNS);
  pixels = place(16 * 2 * VECTOR);
  biases = place(productsRow);
  limits = place(VECTOR);
  zeros = place(<u64>width * vectorsOf(channels) * VECTOR);
  return end;
}

/** Planes are an odd number of cache lines apart: a tile's 36 then lie in as many of its sets. */
@inline
function planeBytes(row: usize): usize {
  return ((<usize>room * row + 127) & ~127) + 64;
}

let end: u64 = 0;

@inline
function place(bytes: u64): usize {
  const at = end;
  end += (bytes + 63) & ~63;
  return <usize>at;
}

/** Bytes of scratch memory, for any number of images. */
export function winogradScratch(channels: i32, width: i32, filters: i32): f64 {
  return <f64>layOut(0, channels, width, filters) + 63;
}

/** What is convolved: sizes, and bytes from one image, row and pixel to the next. */
let x: usize = 0, xImage: usize = 0, xRow: usize = 0, xPixel: usize = 0;
let rowsOfX: i32 = 0, columnsOfX: i32 = 0, paddedTop: i32 = 0, paddedLeft: i32 = 0;
let y: usize = 0, yImage: usize = 0, yRow: usize = 0, yPixel: usize = 0;
let rowsOfY: i32 = 0, columnsOfY: i32 = 0, tilesDown: i32 = 0, tilesAcross: i32 = 0;

/** Pixels of the output along a tile's side: 4, or 2 where they are pooled. */
let side: i32 = 4;

/**
 * `y[n, yHeight, yWidth, O] = max(lower, min(upper, x * filters + bias))`, channels last, padded to whole
 * vectors. With `pool`, y is the largest of each 2×2 of that, and half as high and wide; what
 * is left over at an odd end is dropped.
 *
 * @param stride floats from one image to the next
 * @param packed by `packWinograd`
 * @param bias O floats, padded to whole vectors
 * @param scratch memory of `winogradScratch`, whatever it holds
 */
export function convWinograd(
  input: usize,
  n: i32,
  stride: i32,
  channels: i32,
  height: i32,
  width: i32,
  top: i32,
  left: i32,
  outHeight: i32,
  outWidth: i32,
  filters: i32,
  packed: usize,
  bias: usize,
  out: usize,
  outStride: i32,
  scratch: usize,
  lower: f32,
  upper: f32,
  pool: bool,
): void {
  layOut((scratch + 63) & ~63, channels, width, filters);
  memory.fill(zeros, 0, <usize>(width * vectorsOf(channels)) * VECTOR);
  memory.copy(biases, bias, <usize>vectorsOf(filters) * VECTOR);
  store<f32>(limits, lower);
  store<f32>(limits, upper, 4);

  x = input, xImage = <usize>stride << 2;
  xPixel = <usize>vectorsOf(channels) * VECTOR, xRow = xPixel * width;
  rowsOfX = height, columnsOfX = width, paddedTop = top, paddedLeft = left;
  y = out, yImage = <usize>outStride << 2;
  side = pool ? 2 : 4;
  rowsOfY = pool ? outHeight >> 1 : outHeight;
  columnsOfY = pool ? outWidth >> 1 : outWidth;
  yPixel = <usize>vectorsOf(filters) * VECTOR, yRow = yPixel * columnsOfY;
  tilesDown = (rowsOfY + side - 1) / side;
  tilesAcross = (columnsOfY + side - 1) / side;

  const all = n * tilesDown * tilesAcross;
  for (let first = 0; first < all; first += room) {
    const count = min(room, all - first);
    gather(first, count, channels);
    multiply(count, channels, packed);
    scatter(first, count, filters);
  }
}

function gather(first: i32, count: i32, channels: i32): void {
  const vectors = vectorsOf(channels);
  let to = tiles;
  while (count > 0) {
    const across = first % tilesAcross;
    const line = first / tilesAcross;
    const run = min(count, tilesAcross - across);
    const image = x + <usize>(line / tilesDown) * xImage;
    gatherRun(image, 4 * (line % tilesDown) - paddedTop, 4 * across - paddedLeft, run, vectors, to);
    to += <usize>run * tilesRow;
    first += run;
    count -= run;
  }
}

/** Neighbouring tiles, the first of which begins at a row and column of the map or the padding. */
function gatherRun(image: usize, row: i32, column: i32, run: i32, vectors: i32, to: usize): void {
  const reach = 4 * run + 2;
  const before = min(max(0, -column), reach);
  const inside = max(before, min(columnsOfX - column, reach));
  const from = strip + <usize>before * COLUMN;
  let till = strip + <usize>inside * COLUMN;
  clearColumns(strip, from);
  clearColumns(till, strip + <usize>reach * COLUMN);
  if (vectors == 1 && inside > before && column + inside == columnsOfX) {
    till -= COLUMN;
    lastColumn(image, row, till);
  }
  const first = <usize>(column + before) * xPixel;
  for (let v = 0; v < vectors; v += 2) {
    const offset = pairAt(v, vectors);
    const at = first + offset;
    stripColumns(
      rowAt(image, row) + at,
      rowAt(image, row + 1) + at,
      rowAt(image, row + 2) + at,
      rowAt(image, row + 3) + at,
      rowAt(image, row + 4) + at,
      rowAt(image, row + 5) + at,
      xPixel,
      from,
      till,
    );
    stripTiles(strip, strip + <usize>(4 * run) * COLUMN, to + offset, tilesRow, tilesPlane);
  }
}

/**
 * The map's last column where a pixel is one vector: it has none behind it, of which a pair of vectors
 * could take its upper one. (That of other pixels is the next pixel's; nobody reads what comes of it.)
 */
function lastColumn(image: usize, row: i32, to: usize): void {
  const at = xRow - xPixel;
  for (let i = 0; i < 6; i++) {
    v128.store(pixels + <usize>(32 * i), v128.load(rowAt(image, row + i) + at));
    v128.store(pixels + <usize>(32 * i), f32x4.splat(0), 16);
  }
  stripColumns(
    pixels, pixels + 32, pixels + 64, pixels + 96, pixels + 128, pixels + 160, 0, to, to + COLUMN,
  );
}

/** The bytes before a pair of vectors; where they are odd, the last pair overlaps the one before. */
@inline
function pairAt(vector: i32, vectors: i32): usize {
  return <usize>max(0, min(vector, vectors - 2)) * VECTOR;
}

@inline
function rowAt(image: usize, row: i32): usize {
  return <u32>row < <u32>rowsOfX ? image + <usize>row * xRow : zeros;
}

function multiply(count: i32, channels: i32, packed: usize): void {
  for (let plane: usize = 0; plane < 36 && count < 4; plane++) {
    // Blocks are of four rows at least: what is not a tile's is zero, and not what was there.
    const to = tiles + plane * tilesPlane;
    memory.fill(to + <usize>count * tilesRow, 0, <usize>(4 - count) * tilesRow);
  }
  multiplyPlanes(
    tiles, tilesPlane, tilesRow, count, channels, packed, products, productsPlane, productsRow,
  );
}

function scatter(first: i32, count: i32, filters: i32): void {
  const vectors = vectorsOf(filters);
  for (let i = 0; i < count; i++) {
    const across = (first + i) % tilesAcross;
    const line = (first + i) / tilesAcross;
    const down = line % tilesDown;
    const rows = min(side, rowsOfY - side * down);
    const width = min(side, columnsOfY - side * across);
    const image = y + <usize>(line / tilesDown) * yImage;
    const to = image + <usize>(side * down) * yRow + <usize>(side * across) * yPixel;
    const isWhole = rows == side && width == side && vectors > 1;
    const from = products + <usize>i * productsRow;
    for (let v = 0; v < vectors; v += 2) {
      const offset = pairAt(v, vectors);
      tileColumns(from + offset, productsPlane, columns);
      if (isWhole) finish(biases + offset, to + offset, yRow, yPixel);
      else {
        finish(biases + offset, pixels, 8 * VECTOR, 2 * VECTOR);
        copyPart(rows, width, vectors, to + offset);
      }
    }
  }
}

@inline
function finish(bias: usize, to: usize, row: usize, pixel: usize): void {
  if (side == 4) tilePixels(columns, bias, limits, to, row, pixel);
  else tilePooled(columns, bias, limits, to, row, pixel);
}

/** Of a tile's pixels those that are in the map. */
function copyPart(rows: i32, columns: i32, vectors: i32, to: usize): void {
  for (let row = 0; row < rows; row++) {
    let from = pixels + <usize>(8 * row) * VECTOR;
    for (let column: usize = 0; column < <usize>columns; column++) {
      v128.store(to + column * yPixel, v128.load(from));
      if (vectors > 1) v128.store(to + column * yPixel, v128.load(from, 16), 16);
      from += 32;
    }
    to += yRow;
  }
}
