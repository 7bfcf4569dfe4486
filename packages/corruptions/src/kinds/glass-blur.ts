import type { Random } from "@evalpool/random";
import { gaussianBlur } from "../gaussian-blur.js";
import { at, toByte, unitOf, type Kind, type Shape } from "../kind.js";

/**
 * Seen through frosted glass: blurred, then pixels change places with near ones, then blurred
 * again. MNIST-C blurs by 0.7 pixels and goes over the image twice, to places 1 pixel away.
 */
export const glassBlur: Kind = (severity, shape) => {
  const [channels, height, width] = shape;
  const [sigma, reach, rounds] = at(
    [
      [0.5, 1, 1],
      [0.6, 1, 2],
      [0.7, 1, 2],
      [0.9, 2, 1],
      [1, 2, 3],
    ],
    severity,
  );
  const unit = unitOf(shape);
  const size = height * width;
  const blur = gaussianBlur(sigma * unit, height, width);
  const planes = Array.from({ length: channels }, () => new Float64Array(size));
  return (image, into, random) => {
    for (const [c, plane] of planes.entries()) {
      plane.set(image.subarray(c * size, (c + 1) * size));
      blur(plane);
    }
    for (let round = 0; round < rounds; round++) {
      swap(planes, shape, Math.max(1, Math.floor(reach * unit + 0.5)), random);
    }
    for (const [c, plane] of planes.entries()) {
      blur(plane);
      for (let i = 0; i < size; i++) into[c * size + i] = toByte(plane[i]!);
    }
  };
};

/** From the last pixel to the first, every other one changes places with one at most `reach` off. */
function swap(
  planes: readonly Float64Array[],
  [, height, width]: Shape,
  reach: number,
  random: Random,
): void {
  for (let y = height - reach; y > reach; y--) {
    for (let x = width - reach; x > reach; x--) {
      if (random.below(2) === 0) continue;
      const here = y * width + x;
      const across = random.below(2 * reach) - reach;
      const there = here + across + (random.below(2 * reach) - reach) * width;
      for (const plane of planes) {
        const value = plane[here]!;
        plane[here] = plane[there]!;
        plane[there] = value;
      }
    }
  }
}
