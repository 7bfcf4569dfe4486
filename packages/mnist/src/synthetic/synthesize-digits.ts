import { requireOptions, wholeNumber, type Expectations } from "@evalpool/errors";
import { createRandom, type Random } from "@evalpool/random";
import { centerByMass, SIDE } from "./center-by-mass.js";
import { drawStrokes, fitToBox } from "./draw-strokes.js";
import { skeletons, type Skeleton } from "./skeletons.js";
import { traceStroke } from "./trace-stroke.js";
import { writeSkeleton } from "./write-skeleton.js";

/** Which digits are drawn. */
export interface SynthesizeOptions {
  /** uint32; another seed, other digits. */
  readonly seed?: number;
  /** Number of digits; fewer are the first of more. */
  readonly count?: number;
}

/** Drawn digits and what they are, as the two IDX files of MNIST hold theirs. */
export interface SyntheticDigits {
  /** `[N, 28, 28]`, row-major, 0 (paper) to 255 (ink). */
  readonly images: {
    readonly data: Uint8Array<ArrayBuffer>;
    readonly shape: readonly [number, 28, 28];
  };
  /** `[N]`, 0 to 9; each ten in a row are the ten digits, shuffled. */
  readonly labels: { readonly data: Uint8Array<ArrayBuffer>; readonly shape: readonly [number] };
}

/**
 * Draws digits as if by hand, and scales and centres them as MNIST's are: the ink fits a 20×20
 * box, aspect kept, and its centre of mass is brought to the middle of 28×28 pixels
 * (http://yann.lecun.com/exdb/mnist/).
 *
 *     const { images, labels } = synthesizeDigits({ count: 100 });
 *     const file = encodeIdx(images); // an ordinary IDX file
 *
 * The bytes are the same on every machine. Everything is computed with integers, `+ - * /` and
 * `Math.sqrt`, whose results IEEE 754 and ECMAScript give to the last bit; `Math.sin`, `exp` or
 * `pow`, which may differ from one engine to the next, have no part in it.
 *
 * @throws {UsageError} when `seed` is not a uint32 or `count` not a number of digits
 */
export function synthesizeDigits(options: SynthesizeOptions = {}): SyntheticDigits {
  requireOptions<SynthesizeOptions>("synthesizeDigits", expectations, options);
  const { seed = 1, count = 10_000 } = options;
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = shuffledLabels(seed, count);
  for (const [i, label] of labels.entries()) {
    const image = images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
    drawDigit(label, createRandom(seed, 2 * i), image);
  }
  return {
    images: { data: images, shape: [count, SIDE, SIDE] },
    labels: { data: labels, shape: [count] },
  };
}

/** A digit has two of the 2^32 random streams: its drawing the even one, its ten's order the odd. */
const MAX_COUNT = 2 ** 31;

const expectations: Expectations<SynthesizeOptions> = {
  seed: wholeNumber(0, 2 ** 32 - 1),
  count: wholeNumber(0, MAX_COUNT),
};

/** Tens of shuffled digits. */
function shuffledLabels(seed: number, count: number): Uint8Array<ArrayBuffer> {
  const labels = new Uint8Array(count);
  for (let start = 0; start < count; start += 10) {
    const random = createRandom(seed, 2 * start + 1);
    const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    // Fisher-Yates
    for (let last = 9; last > 0; last--) {
      const other = random.below(last + 1);
      [ten[last], ten[other]] = [ten[other]!, ten[last]!];
    }
    labels.set(ten.slice(0, count - start), start);
  }
  return labels;
}

function drawDigit(label: number, random: Random, image: Uint8Array): void {
  const knots = writeSkeleton(pickSkeleton(skeletons[label]!, random), random);
  const strokes = fitToBox(knots.map((stroke) => traceStroke(stroke, random)));
  centerByMass(drawStrokes(strokes), image);
}

function pickSkeleton(choices: readonly Skeleton[], random: Random): Skeleton {
  let rest = random.uniform(0, 1);
  for (const choice of choices) {
    rest -= choice.share;
    if (rest < 0) return choice;
  }
  return choices[0]!; // the shares fell short of 1 by rounding
}
