import type { MapShape, Pair, Window } from "@evalpool/tensor";
import type { Floats } from "../floats.js";

/** Rows that lie `stride` values apart, the first at `at`. */
export interface Matrix {
  readonly values: Floats;
  at: number;
  readonly stride: number;
}

/** The right side of products, `[inner, columns]`, and what is added to their rows. */
export interface Packed {
  readonly inner: number;
  readonly columns: number;
  readonly values: Floats;
}

/** A window over some channels of a map. */
export interface Patches {
  readonly input: MapShape;
  /** How many places the window has, `[height, width]`. */
  readonly places: Pair;
  readonly window: Window;
  /** The channels that it sees: so many, from the first on. */
  readonly channels: number;
  readonly firstChannel: number;
}

/**
 * What training spends its time on, over memory of one kind. Maps lie with their channels last, so
 * that `[N, C, H, W]` is a matrix of N·H·W rows and C columns.
 */
export interface Arithmetic {
  /** Gives zeros. */
  allocate(length: number): Floats;
  /** Room for the right side of products. */
  createPacked(inner: number, columns: number): Packed;
  /** Writes b `[inner, columns]`, and a bias `[columns]`, as products read them. */
  pack(b: Floats, bias: Floats | undefined, packed: Packed): void;
  /** c = a·b + bias, for so many rows. */
  multiply(a: Matrix, b: Packed, c: Matrix, rows: number): void;
  /** c `[inner, columns]` += aᵀ·b, a sum over so many rows. */
  addTransposed(
    a: Matrix,
    b: Matrix,
    c: Floats,
    rows: number,
    inner: number,
    columns: number,
  ): void;
  /**
   * The pixels under a window, a row `[kH, kW, channels]` for each of `count` places from the
   * `first` on; places are counted through all images.
   */
  gatherPatches(patches: Patches, x: Floats, first: number, count: number, rows: Floats): void;
  /** Adds such rows to the pixels that they are of. */
  scatterPatches(patches: Patches, rows: Floats, first: number, count: number, x: Floats): void;
  /** sums[c] = Σ x[r, c] over so many rows. */
  sumColumns(x: Floats, rows: number, sums: Floats): void;
  /** sums[c] = Σ (a[r, c] - aMeans[c]) · (b[r, c] - bMeans[c]) */
  sumProducts(
    a: Floats,
    aMeans: Floats,
    b: Floats,
    bMeans: Floats,
    rows: number,
    sums: Floats,
  ): void;
  /** y[r, c] = x[r, c] · factors[c] + offsets[c] */
  scaleColumns(x: Floats, factors: Floats, offsets: Floats, rows: number, y: Floats): void;
  /** out[r, c] = a[r, c] · aFactors[c] + b[r, c] · bFactors[c] + offsets[c] */
  blendColumns(
    a: Floats,
    aFactors: Floats,
    b: Floats,
    bFactors: Floats,
    offsets: Floats,
    rows: number,
    out: Floats,
  ): void;
  /** y = max(x, 0) */
  rectify(x: Floats, length: number, y: Floats): void;
  /** dx = y > 0 ? dy : 0 */
  rectifyGradient(dy: Floats, y: Floats, length: number, dx: Floats): void;
  /** The largest of each 2×2 pixels, side by side; a last odd row and column are left out. */
  poolPairs(x: Floats, input: MapShape, count: number, y: Floats): void;
  /** Hands dy to the first of the pixels that gave y, 0 to all others. */
  poolPairsGradient(
    dy: Floats,
    x: Floats,
    y: Floats,
    input: MapShape,
    count: number,
    dx: Floats,
  ): void;
}
