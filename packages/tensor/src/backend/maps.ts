/** Feature maps of one image: `[C, H, W]`, which kernels keep in a row with channels last. */
export interface MapShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Along height and width. */
export type Pair = readonly [height: number, width: number];

/** Pixels around an image. */
export type Padding = readonly [top: number, left: number, bottom: number, right: number];

/** How a kernel moves over the pixels of an image. */
export interface Window {
  /** `[kH, kW]` */
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations: Pair;
}

/**
 * Floats from one pixel to the next: every pixel begins at a vector. The lanes behind the channels
 * are finite wherever the channels are, and mean nothing.
 */
export function channelStride(channels: number): number {
  return 4 * Math.ceil(channels / 4);
}

/** Floats of one image: `height · width` pixels, row by row. */
export function mapStride({ channels, height, width }: MapShape): number {
  return height * width * channelStride(channels);
}

/** Channels of wider maps, which kernels may write where maps of their own would be. */
export interface MapPart {
  /** The first of them: a multiple of 4. */
  readonly first: number;
  /** Channels of the wider maps. */
  readonly of: number;
}

/** Where a kernel writes maps in a row. */
export interface MapPlace {
  /** Floats before the first pixel. */
  readonly start: number;
  /** Floats from one pixel to the next. */
  readonly pixel: number;
  /** Floats that the row has at least. */
  readonly width: number;
}

/** Where maps are written, by themselves or as a part. @throws {RangeError} when they are none */
export function placeOf(maps: MapShape, part?: MapPart): MapPlace {
  const own = channelStride(maps.channels);
  if (part === undefined) return { start: 0, pixel: own, width: mapStride(maps) };
  const { first, of } = part;
  const pixel = channelStride(of);
  if (first % 4 !== 0 || first + own > pixel) {
    const got = `${maps.channels} from ${first} on`;
    throw new RangeError(`expected a part of ${of} channels that is whole vectors, got ${got}`);
  }
  return { start: first, pixel, width: maps.height * maps.width * pixel };
}

/**
 * How many places a window has along an axis: `⌊(size + before + after - reach) / stride⌋ + 1`, where
 * it reaches over `dilation · (kernel - 1) + 1`; 0 or less when it does not fit.
 */
export function placesOf(
  size: number,
  { kernel, strides, padding, dilations }: Window,
  axis: 0 | 1,
): number {
  const reach = dilations[axis] * (kernel[axis] - 1) + 1;
  const room = size + padding[axis] + padding[axis + 2]! - reach;
  return Math.floor(room / strides[axis]) + 1;
}
