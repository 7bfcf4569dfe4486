import { placesOf, type MapPart, type MapShape, type Window } from "./maps.js";
import type { BackendMemory, RunBytes, RunRows } from "./memory.js";

/** A convolution's weights, row-major. */
export interface ConvWeights {
  /** `[filters, channels / groups, kH, kW]` */
  readonly weight: Float32Array;
  /** `[filters]` */
  readonly bias: Float32Array;
}

/** All that a convolution is but for its weights. */
export interface ConvGeometry extends Window {
  readonly input: MapShape;
  readonly filters: number;
  /** Channels and filters are cut into so many groups, which see each other not. */
  readonly groups: number;
}

/**
 * What sums are cut to: `min(max(y, lower), upper)`, where NaN stays NaN. A ReLU is [0, ∞], none is
 * [-∞, ∞].
 */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * How a convolution is computed: on bytes, as a matrix product of windows, channel by channel, or
 * by Winograd's minimal filtering.
 */
export type ConvAlgorithm = "bytes" | "product" | "depthwise" | "winograd";

/** A convolution as a backend's kernels read it: plain data, as `PackedDense`. */
export interface PackedConv {
  readonly algorithm: ConvAlgorithm;
  /** Which kernels read it: backends of the same layout run it with the same bits. */
  readonly layout: string;
  readonly geometry: ConvGeometry;
  /** What the layer's input is divided by, if it is bytes; else 1. */
  readonly divisor: number;
  /** Whether it can write the largest of each 2×2 instead of its maps. */
  readonly canPool: boolean;
  readonly bytes: Uint8Array;
}

/** What is done to the sums of a convolution before they are written. */
export interface ConvEnd extends Bounds {
  /** Whether the largest of each 2×2 is kept, with stride 2; a last odd row or column is dropped. */
  readonly isPooled: boolean;
}

/** The maps that a convolution gives, before they are pooled. */
export function convOutput({ input, filters, ...window }: ConvGeometry): MapShape {
  const height = placesOf(input.height, window, 0);
  const width = placesOf(input.width, window, 1);
  return { channels: filters, height, width };
}

/** The maps that it writes. */
export function convWritten(geometry: ConvGeometry, { isPooled }: ConvEnd): MapShape {
  const output = convOutput(geometry);
  if (!isPooled) return output;
  const [height, width] = [Math.floor(output.height / 2), Math.floor(output.width / 2)];
  return { ...output, height, width };
}

/** Convolutions over feature maps, channels last. */
export interface ConvKernels<M extends BackendMemory> {
  /**
   * Packs a convolution over feature maps, to be prepared any number of times. Which algorithm it
   * takes is a matter of the geometry and the backend alone.
   *
   * @param isExact leaves out algorithms that round more than a sum of products does (Winograd's)
   */
  packConv(weights: ConvWeights, geometry: ConvGeometry, isExact: boolean): PackedConv;

  /** Prepares a convolution over feature maps, whose own may be a part of those in `out`. */
  conv(layer: PackedConv, x: M["rows"], out: M["rows"], end: ConvEnd, part?: MapPart): RunRows;

  /** Whether `packConvBytes` takes such a convolution: of one channel, of no unusual reach. */
  suitsConvBytes(geometry: ConvGeometry): boolean;

  /** Packs a convolution of `x / divisor` over images of bytes of one channel. */
  packConvBytes(weights: ConvWeights, geometry: ConvGeometry, divisor: number): PackedConv;

  /** Prepares a convolution over bytes. */
  convBytes(layer: PackedConv, x: M["input"], out: M["rows"], end: ConvEnd): RunBytes;
}
