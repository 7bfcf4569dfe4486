import { COLUMN } from "./conv-winograd-in";
import { OUT_COLUMN } from "./conv-winograd-out";
import { winogradVectors } from "./conv-winograd-panels";
import { POINTS } from "./conv-winograd-points";
import { VECTOR, vectorsOf } from "./vector";

/** Bytes that a block's planes may take: half of a usual second-level cache, */
const BUDGET: u64 = 256 * 1024;

/** or this share of the weights, which each block reads. */
const SHARE: u64 = 2;

/** A block's tiles are a multiple of this, that its rows leave no rest of sixes or of fours. */
const ROWS: i32 = 12;

/** Tiles in a block. */
export let blockTiles: i32 = 0;

/** Planes of tiles and of products, and the bytes between planes and between their rows. */
export let tiles: usize = 0, tilesPlane: usize = 0, tilesRow: usize = 0;
export let products: usize = 0, productsPlane: usize = 0, productsRow: usize = 0;

/** What a block's tiles reach over, transformed one way. */
export let strip: usize = 0;

/** A row of zeros, which stands for those outside the map. */
export let zeros: usize = 0;

/** A tile's columns and its pixels, on the way out. */
export let columns: usize = 0, pixels: usize = 0;

/** Copies of the bias, in whole pairs of vectors, and of the lower and upper bound. */
export let biases: usize = 0, limits: usize = 0;

let end: u64 = 0;

/** Bytes of scratch memory that `convWinograd` takes, for any number of images. */
export function winogradScratch(channels: i32, width: i32, filters: i32): f64 {
  layOut(0, channels, width, filters);
  // It begins at a line of the cache.
  return <f64>(end + 63);
}

export function layOut(scratch: usize, channels: i32, width: i32, filters: i32): void {
  // Whole pairs of vectors, so that none of them lies across a line of the cache.
  tilesRow = <usize>((vectorsOf(channels) + 1) & ~1) * VECTOR;
  // Six long rows at a power of two would share a set of the cache.
  if (tilesRow >= 512) tilesRow += 64;
  productsRow = <usize>winogradVectors(filters) * VECTOR;
  const weights = 36 * <u64>channels * <u64>productsRow;
  const count = max(BUDGET, weights / SHARE) / (POINTS * POINTS * ROWS * <u64>(tilesRow + productsRow));
  blockTiles = <i32>max(1, min(count, 32)) * ROWS;
  tilesPlane = planeBytes(tilesRow);
  productsPlane = planeBytes(productsRow);
  end = (<u64>scratch + 63) & ~63;
  tiles = place(POINTS * POINTS * <u64>tilesPlane);
  products = place(POINTS * POINTS * <u64>productsPlane);
  strip = place((4 * <u64>blockTiles + 2) * COLUMN);
  zeros = place(<u64>width * vectorsOf(channels) * VECTOR);
  columns = place(<u64>OUT_COLUMN * POINTS);
  pixels = place(<u64>OUT_COLUMN * 4);
  biases = place(productsRow);
  limits = place(VECTOR);
}

/** Planes are an odd number of lines apart: a tile's 36 lie in as many sets of the cache. */
function planeBytes(row: usize): usize {
  return ((<usize>blockTiles * row + 127) & ~127) + 64;
}

function place(bytes: u64): usize {
  const at = end;
  end += (bytes + 63) & ~63;
  return <usize>at;
}
