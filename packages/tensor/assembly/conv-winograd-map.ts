import { HALF_POINTS, POINTS } from "./conv-winograd-points";
import { VECTOR, vectorsOf } from "./vector";

/*
 * What is convolved, and the part of its output that is being computed: a rectangle of tiles that
 * have whole sides, or of those at the right and lower edge that have half of one. Begin, and bytes
 * from one image, row and pixel to the next.
 */
export let x: usize = 0, xImage: usize = 0, xRow: usize = 0, xPixel: usize = 0;
export let y: usize = 0, yImage: usize = 0, yRow: usize = 0, yPixel: usize = 0;

/** Vectors of a pixel. */
export let xVectors: i32 = 0, yVectors: i32 = 0;

export let xHeight: i32 = 0, xWidth: i32 = 0, yHeight: i32 = 0, yWidth: i32 = 0;

/** Whether there are tiles that have half a side; else whole ones reach over the edge. */
export let hasHalves: bool = true;

/** Whether y is the largest of each 2×2. */
export let isPooled: bool = false;

/** Tiles of the part, and where they begin, in tiles. */
export let tilesDown: i32 = 0, tilesAcross: i32 = 0, firstDown: i32 = 0, firstAcross: i32 = 0;

/** Points of its tiles' sides. */
export let pointsDown: i32 = POINTS, pointsAcross: i32 = POINTS;

export function setInput(
  at: usize,
  stride: i32,
  channels: i32,
  height: i32,
  width: i32,
): void {
  x = at, xImage = <usize>stride << 2;
  xVectors = vectorsOf(channels), xPixel = <usize>xVectors * VECTOR;
  xHeight = height, xWidth = width, xRow = xPixel * width;
}

export function setOutput(
  at: usize,
  stride: i32,
  filters: i32,
  height: i32,
  width: i32,
  pixel: i32,
  pool: bool,
): void {
  isPooled = pool;
  y = at, yImage = <usize>stride << 2;
  yVectors = vectorsOf(filters), yPixel = <usize>pixel << 2;
  yHeight = pool ? height >> 1 : height, yWidth = pool ? width >> 1 : width;
  yRow = yPixel * yWidth;
}

/** Tiles of half a side save products, but each part of the output reads all weights again. */
export function splitEdges(isWanted: bool): void {
  hasHalves = isWanted;
}

/** Sets which part. @returns how many tiles it has in an image */
export function setPart(isHalfDown: bool, isHalfAcross: bool): i32 {
  pointsDown = isHalfDown ? HALF_POINTS : POINTS;
  pointsAcross = isHalfAcross ? HALF_POINTS : POINTS;
  const down = isPooled ? yHeight * 2 : yHeight;
  const across = isPooled ? yWidth * 2 : yWidth;
  firstDown = isHalfDown ? wholeTiles(down) : 0;
  firstAcross = isHalfAcross ? wholeTiles(across) : 0;
  tilesDown = isHalfDown ? halfTiles(down) : wholeTiles(down);
  tilesAcross = isHalfAcross ? halfTiles(across) : wholeTiles(across);
  return tilesDown * tilesAcross;
}

/** Tiles with a whole side, of which the last may have rows or columns too many. */
@inline
function wholeTiles(length: i32): i32 {
  return (length + (hasHalves ? 1 : 3)) >> 2;
}

@inline
function halfTiles(length: i32): i32 {
  return hasHalves && ((length & 3) == 1 || (length & 3) == 2) ? 1 : 0;
}
