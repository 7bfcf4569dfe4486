import type { MapShape, Pair, Window } from "../backend/maps.js";

/** Rows of floats in the kernels' memory that lie `stride` apart, the first at `at`. */
export interface FloatMatrix {
  readonly values: Float32Array;
  readonly at: number;
  readonly stride: number;
}

/** The right side of products, `[inner, columns]`, packed with what is added to their rows. */
export interface PackedProduct {
  readonly inner: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A window over some channels of maps whose channels lie last. */
export interface PatchWindow {
  readonly input: MapShape;
  /** How many places the window has, `[height, width]`. */
  readonly places: Pair;
  readonly window: Window;
  /** The channels that it sees: so many, from the first on. */
  readonly channels: number;
  readonly firstChannel: number;
}
