import type { AttributesOf } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Floats } from "../floats.js";
import {
  allocateBatch,
  allocateGradients,
  type LayerContext,
  type LayerFactory,
  type TrainableLayer,
} from "./layer.js";

type Pool = AttributesOf<"maxPool2d">;

/** The largest of each window; the first of several has the gradient. */
export const maxPool2d: LayerFactory<"maxPool2d"> = ({ attributes }, context) => {
  if (isOfPairs(attributes, context)) return poolPairs(context);
  const windows = windowsOf(attributes, context);
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  const chosen = new Uint32Array(y.length);
  const { width, channels, pixels, starts } = windows;
  return {
    parameters: [],
    forward([x], count) {
      for (let n = 0, at = 0; n < count; n++) {
        for (let place = 0; place + 1 < starts.length; place++) {
          for (let c = 0; c < channels; c++, at++) {
            let best = n * width + pixels[starts[place]!]! + c;
            for (let i = starts[place]! + 1; i < starts[place + 1]!; i++) {
              const other = n * width + pixels[i]! + c;
              if (x![other]! > x![best]!) best = other;
            }
            chosen[at] = best;
            y[at] = x![best]!;
          }
        }
      }
      return y;
    },
    backward(dy, count) {
      if (dx === undefined) return gradients;
      dx.fill(0);
      const length = count * size(context.outputShape);
      for (let at = 0; at < length; at++) dx[chosen[at]!]! += dy[at]!;
      return gradients;
    },
  };
};

/** Two by two pixels, side by side, and no window that is not whole. */
function isOfPairs({ kernel, strides, padding, dilations }: Pool, context: LayerContext): boolean {
  const { inputShapes, outputShape } = context;
  const isWhole = [1, 2].every((axis) => 2 * outputShape[axis]! <= inputShapes[0]![axis]!);
  const isPair = [...kernel, ...strides].every((n) => n === 2) && dilations.every((n) => n === 1);
  return isWhole && isPair && padding.every((n) => n === 0);
}

function poolPairs(context: LayerContext): TrainableLayer {
  const { arithmetic } = context;
  const [channels, height, width] = context.inputShapes[0] as [number, number, number];
  const input = { channels, height, width };
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  let x = y;
  return {
    parameters: [],
    forward(inputs, count) {
      x = inputs[0]!;
      arithmetic.poolPairs(x, input, count, y);
      return y;
    },
    backward(dy, count) {
      if (dx) arithmetic.poolPairsGradient(dy, x, y, input, count, dx);
      return gradients;
    },
  };
}

/** The mean of each window. */
export const averagePool2d: LayerFactory<"averagePool2d"> = ({ attributes }, context) =>
  createAveragePool(attributes, context, attributes.countsPadding);

/** The mean of each channel. */
export const globalAveragePool2d: LayerFactory<"globalAveragePool2d"> = (_, context) => {
  const [, height, width] = context.inputShapes[0] as [number, number, number];
  const window = { kernel: [height, width], strides: [1, 1], dilations: [1, 1] } as const;
  const pool = { ...window, padding: [0, 0, 0, 0], ceilMode: false } as const;
  return createAveragePool(pool, context, false);
};

/** y = Σ x / n over a window, of which each pixel gets ∂loss/∂y / n. */
function createAveragePool(
  pool: Pool,
  context: LayerContext,
  countsPadding: boolean,
): TrainableLayer {
  const windows = windowsOf(pool, context);
  const { starts, counted } = windows;
  const factors = Float64Array.from(
    counted,
    (all, place) => 1 / (countsPadding ? all : starts[place + 1]! - starts[place]!),
  );
  const y = allocateBatch(context, context.outputShape);
  const gradients = allocateGradients(context);
  const [dx] = gradients;
  return {
    parameters: [],
    forward([x], count) {
      y.fill(0);
      for (let n = 0; n < count; n++) addMeans(windows, factors, x!, n, y);
      return y;
    },
    backward(dy, count) {
      dx?.fill(0);
      for (let n = 0; dx && n < count; n++) spread(windows, factors, dy, n, dx);
      return gradients;
    },
  };
}

/** y += Σ x · factor over each window of one image. */
function addMeans(
  { width, channels, pixels, starts }: Windows,
  factors: Float64Array,
  x: Floats,
  image: number,
  y: Floats,
): void {
  for (let place = 0; place < factors.length; place++) {
    const at = (image * factors.length + place) * channels;
    for (let i = starts[place]!; i < starts[place + 1]!; i++) {
      const pixel = image * width + pixels[i]!;
      for (let c = 0; c < channels; c++) y[at + c]! += x[pixel + c]! * factors[place]!;
    }
  }
}

/** And back: dx += dy · factor to each pixel. */
function spread(
  { width, channels, pixels, starts }: Windows,
  factors: Float64Array,
  dy: Floats,
  image: number,
  dx: Floats,
): void {
  for (let place = 0; place < factors.length; place++) {
    const at = (image * factors.length + place) * channels;
    for (let i = starts[place]!; i < starts[place + 1]!; i++) {
      const pixel = image * width + pixels[i]!;
      for (let c = 0; c < channels; c++) dx[pixel + c]! += dy[at + c]! * factors[place]!;
    }
  }
}

interface Windows {
  /** Of one image. */
  readonly width: number;
  readonly channels: number;
  /** Where the pixels of all windows begin in an image, window by window. */
  readonly pixels: Uint32Array;
  /** Where each window's begin among them, and where the last one's end. */
  readonly starts: Uint32Array;
  /** Pixels of each window with those of the padding. */
  readonly counted: Uint32Array;
}

function windowsOf(pool: Pool, { inputShapes, outputShape }: LayerContext): Windows {
  const { kernel, strides, padding, dilations } = pool;
  const [channels, height, width] = inputShapes[0] as [number, number, number];
  const [, rows, columns] = outputShape as [number, number, number];
  const pixels: number[] = [];
  const [starts, counted]: [number[], number[]] = [[0], []];
  for (let place = 0; place < rows * columns; place++) {
    let seen = 0;
    for (let tap = 0; tap < kernel[0] * kernel[1]; tap++) {
      const i = Math.floor(tap / kernel[1]);
      const y = Math.floor(place / columns) * strides[0] + i * dilations[0] - padding[0];
      const x = (place % columns) * strides[1] + (tap % kernel[1]) * dilations[1] - padding[1];
      if (y < height + padding[2] && x < width + padding[3]) seen++;
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      pixels.push((y * width + x) * channels);
    }
    counted.push(seen);
    starts.push(pixels.length);
  }
  return {
    width: channels * height * width,
    channels,
    pixels: Uint32Array.from(pixels),
    starts: Uint32Array.from(starts),
    counted: Uint32Array.from(counted),
  };
}
