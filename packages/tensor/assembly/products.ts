import { multiply1x2, multiply1x4, multiply4x2, multiply6x4 } from "./dense-blocks";
import { addTransposed4x2, addTransposed6x4 } from "./transposed-blocks";

/*
 * Products of matrices for training. Blocks are 6 rows × 4 vectors for engines that pair vectors
 * (`wide`), else 4 × 2. A block that a matrix' edge cuts is computed whole, into a tile, of which
 * what lies inside is copied.
 */

/** The most that a block is: 6 rows of 16 floats. */
const tile: usize = memory.data(384, 16);

@inline
function blockRows(wide: i32): i32 {
  return wide ? 6 : 4;
}

@inline
function blockColumns(wide: i32): i32 {
  return wide ? 16 : 8;
}

/** Bytes of the right side of a product, packed. */
export function packedProductBytes(inner: i32, columns: i32, wide: i32): i32 {
  const width = blockColumns(wide);
  return ((columns + width - 1) / width) * width * (inner + 1) * 4;
}

/**
 * Packs b `[inner, columns]` into zeroed memory, in panels of a block's columns: a row of bias, which
 * stays as it is where `bias` is 0, then those of b.
 */
export function packProduct(
  b: usize,
  bias: usize,
  inner: i32,
  columns: i32,
  packed: usize,
  wide: i32,
): void {
  const width = blockColumns(wide);
  const row = <usize>columns << 2;
  for (let first = 0; first < columns; first += width) {
    const floats = min(width, columns - first);
    if (bias) copyFloats(packed, bias + (<usize>first << 2), floats);
    packed += <usize>width << 2;
    let from = b + (<usize>first << 2);
    for (let k = 0; k < inner; k++) {
      copyFloats(packed, from, floats);
      packed += <usize>width << 2;
      from += row;
    }
  }
}

/** `c[rows, columns] = a[rows, inner] · b + bias`, with rows so many floats apart. */
export function multiplyPacked(
  a: usize,
  aStride: i32,
  rows: i32,
  packed: usize,
  inner: i32,
  columns: i32,
  c: usize,
  cStride: i32,
  wide: i32,
): void {
  const width = blockColumns(wide);
  const height = rows < blockRows(wide) ? 1 : blockRows(wide);
  const aRow = <usize>aStride << 2;
  const cRow = <usize>cStride << 2;
  for (let first = 0; first < columns; first += width) {
    const floats = min(width, columns - first);
    for (let row = 0; row < rows; row += height) {
      // What is left of the rows is computed in one more block that overlaps the last.
      const from = <usize>min(row, rows - height);
      const to = c + from * cRow + (<usize>first << 2);
      if (floats == width) {
        multiply(height, wide, a + from * aRow, aRow, inner, packed, to, cRow);
      } else if (height == 1) {
        multiplyFew(a + from * aRow, inner, packed, width, floats, to);
      } else {
        const tileRow = <usize>width << 2;
        multiply(height, wide, a + from * aRow, aRow, inner, packed, tile, tileRow);
        for (let i = 0; i < height; i++) {
          copyFloats(to + <usize>i * cRow, tile + <usize>i * tileRow, floats);
        }
      }
    }
    packed += (<usize>(inner + 1) * <usize>width) << 2;
  }
}

@inline
function multiply(
  height: i32,
  wide: i32,
  a: usize,
  aRow: usize,
  inner: i32,
  panel: usize,
  out: usize,
  outRow: usize,
): void {
  if (height == 6) multiply6x4(a, aRow, inner, panel, out, outRow);
  else if (height == 4) multiply4x2(a, aRow, inner, panel, out, outRow);
  else if (wide) multiply1x4(a, inner, panel, out);
  else multiply1x2(a, inner, panel, out);
}

/**
 * `c[inner, columns] += a[rows, inner]ᵀ · b[rows, columns]`, with rows of a and b so many floats
 * apart. Up to 64 bytes past their ends are read.
 */
export function addTransposedProduct(
  a: usize,
  aStride: i32,
  b: usize,
  bStride: i32,
  rows: i32,
  inner: i32,
  columns: i32,
  c: usize,
  wide: i32,
): void {
  const width = blockColumns(wide);
  const height = blockRows(wide);
  const aRow = <usize>aStride << 2;
  const bRow = <usize>bStride << 2;
  const cRow = <usize>columns << 2;
  for (let first = 0; first < columns; first += width) {
    const floats = min(width, columns - first);
    const from = b + (<usize>first << 2);
    for (let k = 0; k < inner; k += height) {
      const to = c + <usize>k * cRow + (<usize>first << 2);
      if (floats == width && k + height <= inner) {
        addBlock(wide, a + (<usize>k << 2), aRow, from, bRow, rows, to, cRow);
      } else {
        memory.fill(tile, 0, 384);
        const tileRow = <usize>width << 2;
        addBlock(wide, a + (<usize>k << 2), aRow, from, bRow, rows, tile, tileRow);
        for (let i = 0; i < min(height, inner - k); i++) {
          addFloats(to + <usize>i * cRow, tile + <usize>i * tileRow, floats);
        }
      }
    }
  }
}

@inline
function addBlock(
  wide: i32,
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  out: usize,
  outRow: usize,
): void {
  if (wide) addTransposed6x4(a, aRow, b, bRow, rows, out, outRow);
  else addTransposed4x2(a, aRow, b, bRow, rows, out, outRow);
}

@inline
function copyFloats(to: usize, from: usize, floats: i32): void {
  const end = from + (<usize>floats << 2);
  for (; from + 16 <= end; from += 16, to += 16) v128.store(to, v128.load(from));
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(from));
}

@inline
function addFloats(to: usize, from: usize, floats: i32): void {
  const end = from + (<usize>floats << 2);
  for (; from < end; from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/**
 * One row of a panel that is not whole, value by value: it is rare, and V8 of Node.js 24, told to pair
 * vectors, was seen to leave the second vector of a narrow block of one row out of the tile.
 */
function multiplyFew(
  a: usize,
  inner: i32,
  panel: usize,
  width: i32,
  floats: i32,
  to: usize,
): void {
  for (let j = 0; j < floats; j++) {
    let at = panel + (<usize>j << 2);
    let sum = load<f32>(at);
    for (let k = 0; k < inner; k++) {
      at += <usize>width << 2;
      sum += load<f32>(a + (<usize>k << 2)) * load<f32>(at);
    }
    store<f32>(to + (<usize>j << 2), sum);
  }
}
