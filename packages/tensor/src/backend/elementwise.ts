import type { ScalarFunction } from "../scalar-functions.js";
import type { Bounds } from "./conv.js";
import type { MapShape } from "./maps.js";
import type { BackendMemory, RunRows } from "./memory.js";

/** What two values are combined by. */
export type Combination = "add" | "multiply";

/** How channels are held against their neighbours. */
export interface LocalResponseNorm {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
}

/** What is done to values one by one, in place or into rows of their own. */
export interface ElementwiseKernels<M extends BackendMemory> {
  /**
   * Applies a function to each of the first `count` rows of `width`, in place. What lies behind the
   * width may be changed along.
   */
  activate(f: ScalarFunction, x: M["rows"], count: number, width: number): void;

  /**
   * Softmax, or its logarithm, of each `group` of values in the first `count` rows of `width`, in
   * place.
   */
  softmax(x: M["rows"], count: number, width: number, group: number, isLog: boolean): void;

  /**
   * Prepares `combine(a, b)` on rows of `width` floats, then bounds it; `b` is one row of `period`
   * floats for each row of `a`, repeated along it: a divisor of the width, and a multiple of 4 if it
   * is not the width.
   */
  combine(
    combination: Combination,
    a: M["rows"],
    b: M["rows"],
    size: { readonly width: number; readonly period: number },
    out: M["rows"],
    bounds: Bounds,
  ): RunRows;

  /**
   * Prepares `x / (bias + alpha / size · Σ x²)^beta` over neighbouring channels of feature maps, from
   * `⌊(size - 1) / 2⌋` below to `⌈(size - 1) / 2⌉` above.
   */
  localResponseNorm(norm: LocalResponseNorm, maps: MapShape, x: M["rows"], out: M["rows"]): RunRows;

  /**
   * Prepares `x < 0 ? slope · x : x` on rows of `width` floats, in place, of slopes that repeat along
   * a row as in `combine`.
   */
  prelu(slopes: Float32Array, x: M["rows"], width: number): RunRows;
}
