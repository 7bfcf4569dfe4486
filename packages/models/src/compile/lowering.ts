import type { Backend, MapShape, Tensor } from "@evalpool/tensor";
import type { Shape } from "../shape.js";
import type { EpilogueFunction, Kernel } from "./program.js";

/**
 * What an operation lowers one of its nodes with: it reads each input once, and writes its output
 * once.
 *
 * Values lie in slots, a row for each example. A row holds them in row-major order, or, where `maps`
 * are told, as feature maps with channels last. Those of the input are stored pixels at first.
 */
export interface Lowering<Attributes extends object> {
  readonly attributes: Attributes;
  /** Of its inputs, and of its output. */
  readonly shapes: readonly Shape[];
  readonly shape: Shape;
  /** Packs weights and tells strides; it runs nothing. */
  readonly backend: Backend;
  /** What stored pixels are divided by. */
  readonly divisor: number;
  /** Whether algorithms that round more than sums of products do are left out. */
  readonly isExact: boolean;

  /** The parameter of a role, as the model holds it, and as float32. */
  parameter(role: string): Tensor;
  weight(role: string): Float32Array;
  optionalWeight(role: string): Float32Array | undefined;

  /** Whether an input is stored pixels, that a kernel may read as such. */
  isBytes(index: number): boolean;
  readBytes(index: number): void;
  /** Whether much of an input is likely to be 0, for it was cut there. */
  isSparse(index: number): boolean;
  /** The slot of an input, however it lies there. */
  read(index: number): Placed;
  /** The slot of an input in row-major order. */
  readRow(index: number): number;
  /** The slot of an input as feature maps; those of a shape of three axes unless told. */
  readMaps(index: number, maps?: MapShape): number;

  /** A step that writes the output into a slot of its own. */
  write(kernel: Kernel, stride: number, maps?: MapShape): void;
  /** A step that writes what only this node reads. @returns its slot */
  scratch(kernel: Kernel, stride: number, epilogue?: EpilogueFunction): number;
  /** The output is the input's numbers as they lie; for `row`, in row-major order. */
  alias(index: number, order?: "row"): void;
  /** The output is a function of the input's numbers, wherever they lie, in row-major order or as maps. */
  change(index: number, f: EpilogueFunction, order?: "row" | "maps"): void;
}

/** Where a value lies. */
export interface Placed {
  readonly slot: number;
  /** Absent for row-major order. */
  readonly maps?: MapShape;
}
