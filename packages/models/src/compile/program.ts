import type {
  Bounds,
  Combination,
  ConvEnd,
  MapPart,
  MapShape,
  PackedConv,
  PackedDense,
  PoolGeometry,
  Runs,
  ScalarFunction,
} from "@evalpool/tensor";

/**
 * A network made ready for a backend's kernels, as plain data: compiled once, it is handed to every
 * thread. Weights are packed as the kernels read them.
 */
export interface Program {
  /** Bytes of one example. */
  readonly inputWidth: number;
  /** Length of one row of logits. */
  readonly classes: number;
  /** Examples in one pass, at most. */
  readonly batchSize: number;
  readonly steps: readonly Step[];
  /** Where the values of a pass lie. */
  readonly slots: readonly Slot[];
  /** Of all slots together. */
  readonly bytes: number;
  /** The slot that holds the logits in the end. */
  readonly output: number;
  /** Of the nodes that no step runs. */
  readonly fates: readonly Fate[];
}

/**
 * What became of a node that no step runs: the logits do not need it, its numbers are in what
 * another node or the input is multiplied by, or it gives what it takes as it lies.
 */
export interface Fate {
  /** By the value that it makes. */
  readonly node: string;
  readonly became: "left out" | "folded" | "free";
  /** The value whose maker it is part of, where it is folded; the input for its preprocessing. */
  readonly into?: string;
}

/** A kernel, and what is done in place to what it wrote. */
export interface Step {
  readonly kernel: Kernel;
  /** The slot that it writes. */
  readonly to: number;
  readonly epilogue: readonly Epilogue[];
  /**
   * The nodes that it runs, by the values that they make: the kernel's, then those done along with
   * it or to what it wrote. The slot holds the last one's value.
   */
  readonly nodes: readonly string[];
}

/**
 * Slots that are read are named `from`, `left` and `right`. With a `part`, other steps write the other
 * channels of the slot's maps.
 */
export type Kernel =
  | { readonly kind: "denseBytes"; readonly layer: PackedDense }
  /** Each byte of an example by a table of 256 floats, one for all channels or for each. */
  | {
      readonly kind: "mapBytes";
      readonly table: Float32Array;
      readonly width: number;
      /** With channels last; else as they are stored. */
      readonly maps?: MapShape;
    }
  /** The input as it is, where it is floats; with channels last, or as they are stored. */
  | { readonly kind: "copyFloats"; readonly width: number; readonly maps?: MapShape }
  | { readonly kind: "dense"; readonly layer: PackedDense; readonly from: number }
  | { readonly kind: "convBytes"; readonly layer: PackedConv; readonly end: ConvEnd }
  | {
      readonly kind: "conv";
      readonly layer: PackedConv;
      readonly from: number;
      readonly end: ConvEnd;
      readonly part?: MapPart;
    }
  | PoolKernel
  | CombineKernel
  | MoveKernel
  | LocalResponseNormKernel;

export interface PoolKernel {
  readonly kind: "pool";
  readonly mode: "max" | "mean" | "meanWithPadding";
  readonly geometry: PoolGeometry;
  readonly from: number;
  readonly part?: MapPart;
}

interface CombineKernel {
  readonly kind: "combine";
  readonly combination: Combination;
  readonly left: number;
  /** Repeated along the row, if its period is less than the width. */
  readonly right: number;
  /** Floats of a row. */
  readonly width: number;
  readonly period: number;
  readonly end: Bounds;
}

/** Rows put together from those of others. */
interface MoveKernel {
  readonly kind: "move";
  readonly sources: readonly {
    readonly from: number;
    readonly runs: Runs;
    /** Where it is maps that become this part of others, whose maker may put them there. */
    readonly part?: MapPart;
  }[];
  readonly fill?: number;
}

interface LocalResponseNormKernel {
  readonly kind: "localResponseNorm";
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly bias: number;
  readonly maps: MapShape;
  readonly from: number;
}

/** What is done to rows of `width` floats where they lie, for a node. */
export type Epilogue = EpilogueFunction & { readonly width: number; readonly node: string };

/** What is done to values where they lie. */
export type EpilogueFunction =
  | { readonly kind: "activate"; readonly f: ScalarFunction }
  /** Over groups of values, and whether it is the logarithm. */
  | { readonly kind: "softmax"; readonly group: number; readonly isLog: boolean }
  | { readonly kind: "prelu"; readonly slopes: Float32Array };

/** Rows of floats in a program's memory. */
export interface Slot {
  /** In bytes. */
  readonly offset: number;
  /** Floats from one row to the next. */
  readonly stride: number;
}

/** No bounds. */
export const UNBOUNDED: Bounds = { lower: -Infinity, upper: Infinity };

/** The slots that a kernel reads. */
export function slotsRead(kernel: Kernel): readonly number[] {
  switch (kernel.kind) {
    case "denseBytes":
    case "mapBytes":
    case "convBytes":
    case "copyFloats":
      return [];
    case "combine":
      return [kernel.left, kernel.right];
    case "move":
      return kernel.sources.map(({ from }) => from);
    default:
      return [kernel.from];
  }
}
