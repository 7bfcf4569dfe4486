/** A small model in Keras, and what it gives. */
export interface LayerCase {
  /** The class that it is about. */
  readonly layer: string;
  /** The line of Python that makes its output of `x`. */
  readonly keras: string;
  readonly config: unknown;
  readonly weights: readonly [name: string, shape: readonly number[], data: readonly number[]][];
  /** In Keras' layout, of one example. */
  readonly input: readonly [shape: readonly number[], data: readonly number[]];
  readonly output: readonly [shape: readonly number[], data: readonly number[]];
}
