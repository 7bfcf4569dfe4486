import {
  oneOf,
  requireArgument,
  requireOptions,
  wholeNumber,
  type Expectation,
  type Expectations,
} from "@evalpool/errors";
import { createRandom } from "@evalpool/random";
import { severities, type Corruption, type CorruptionName } from "./corruption.js";
import type { Kind, Shape } from "./kind.js";
import { brightness } from "./kinds/brightness.js";
import { cannyEdges } from "./kinds/canny-edges.js";
import { dottedLine } from "./kinds/dotted-line.js";
import { fog } from "./kinds/fog.js";
import { glassBlur } from "./kinds/glass-blur.js";
import { identity } from "./kinds/identity.js";
import { impulseNoise } from "./kinds/impulse-noise.js";
import { motionBlur } from "./kinds/motion-blur.js";
import { rotate } from "./kinds/rotate.js";
import { scale } from "./kinds/scale.js";
import { shear } from "./kinds/shear.js";
import { shotNoise } from "./kinds/shot-noise.js";
import { spatter } from "./kinds/spatter.js";
import { stripe } from "./kinds/stripe.js";
import { translate } from "./kinds/translate.js";
import { zigzag } from "./kinds/zigzag.js";

const kinds: Readonly<Record<CorruptionName, Kind>> = {
  identity,
  shot_noise: shotNoise,
  impulse_noise: impulseNoise,
  glass_blur: glassBlur,
  motion_blur: motionBlur,
  shear,
  scale,
  rotate,
  brightness,
  translate,
  stripe,
  fog,
  spatter,
  dotted_line: dottedLine,
  zigzag,
  canny_edges: cannyEdges,
};

const expectations: Expectations<Corruption> = {
  name: { ...oneOf(Object.keys(kinds)), isRequired: true },
  severity: { ...wholeNumber(1, severities.length), isRequired: true },
  seed: { ...wholeNumber(0, 2 ** 32 - 1), isRequired: true },
};

const shapeOfImages: Expectation = {
  expected: "a shape [channels, height, width]",
  isMet: (value) => Array.isArray(value) && value.length === 3 && value.every(wholeNumber(1).isMet),
};

/**
 * Corrupts image `index` of a data set, `[C, H, W]` with a plane for each channel, into another of
 * that shape, which must be other memory.
 */
export type Corrupter = (image: Uint8Array, index: number, into: Uint8Array) => void;

/**
 * Makes a corruption ready for images of one shape, of any size and number of channels.
 *
 * What an image becomes follows from its bytes, its index, the corruption and the seed alone, and is
 * the same to the bit in every engine: it is made of arithmetic and square roots, which IEEE 754
 * defines, and of random numbers of a stream that is the image's own. The severities of a corruption
 * share that stream: one is like the other, only stronger.
 *
 * @throws {UsageError} when there is no such corruption
 */
export function createCorrupter(
  corruption: Corruption,
  shape: readonly [channels: number, height: number, width: number],
): Corrupter {
  requireOptions<Corruption>("createCorrupter", expectations, corruption);
  requireArgument("createCorrupter: shape", shapeOfImages, shape);
  const { name, severity, seed } = corruption;
  const corrupt = kinds[name](severity, shape satisfies Shape);
  return (image, index, into) => {
    corrupt(image, into, createRandom(seed, index));
  };
}
