import type { Random } from "@evalpool/random";
import { at, toByte, unitOf, type Kind, type Shape } from "../kind.js";

/**
 * Behind fog: with m the brightest value of the image and f(x, y) the fog, a pixel v becomes
 * (v + 255 d f) m / (m + 255 d). MNIST-C's density d is 3, and what the fog adds at half the size
 * is smaller by a factor of 1.4².
 */
export const fog: Kind = (severity, shape) => {
  const channels = shape[0];
  const size = shape[1] * shape[2];
  const [density, decay] = at(
    [
      [1.5, 2],
      [2.5, 1.7],
      [3, 1.4],
      [3.5, 1.35],
      [4.5, 1.3],
    ],
    severity,
  );
  const haze = new Float64Array(size);
  const fill = clouds(decay, shape);
  return (image, into, random) => {
    fill(haze, random);
    let brightest = 0;
    for (let i = 0; i < channels * size; i++) brightest = Math.max(brightest, image[i]!);
    const share = brightest / (brightest + 255 * density);
    for (let i = 0; i < channels * size; i++) {
      into[i] = toByte((image[i]! + 255 * density * haze[i % size]!) * share);
    }
  };
};

/** Pixels of MNIST's between the points of the widest noise: with it clouds are as wide as MNIST-C's. */
const WIDEST = 64;

/**
 * Clouds from 0 to 1: a sum of noises, each of half the width of the one before and 1 / decay² as
 * high, down to a pixel. MNIST-C makes a map of 256×256 by the diamond-square algorithm for each
 * image, and shows a corner of it; what is
 * seen here is about as even and as rough.
 */
function clouds(decay: number, shape: Shape): (haze: Float64Array, random: Random) => void {
  return (haze, random) => {
    haze.fill(0.5);
    let height = 0.7 * (1 - 1 / (decay * decay));
    for (let step = WIDEST * unitOf(shape); step >= 1; step /= 2) {
      addNoise(haze, shape, step, height, random);
      height /= decay * decay;
    }
    for (let i = 0; i < haze.length; i++) haze[i] = Math.max(0, Math.min(1, haze[i]!));
  };
}

/** Adds noise that is given at points `step` pixels apart, from -height to height, linear between. */
function addNoise(
  haze: Float64Array,
  [, rows, columns]: Shape,
  step: number,
  height: number,
  random: Random,
): void {
  const across = Math.floor((columns - 1) / step) + 2;
  const down = Math.floor((rows - 1) / step) + 2;
  const points = Float64Array.from({ length: across * down }, () =>
    random.uniform(-height, height),
  );
  for (let y = 0, at = 0; y < rows; y++) {
    const top = Math.floor(y / step);
    const below = y / step - top;
    for (let left = 0; left * step < columns; left++) {
      const point = top * across + left;
      const here = points[point]! * (1 - below) + points[point + across]! * below;
      const next = points[point + 1]! * (1 - below) + points[point + across + 1]! * below;
      const end = Math.min(columns, (left + 1) * step);
      for (let x = Math.ceil(left * step); x < end; x++, at++) {
        haze[at] = haze[at]! + here + (next - here) * (x / step - left);
      }
    }
  }
}
