import { findEdges } from "../find-edges.js";
import { at, toByte, unitOf, type Kind } from "../kind.js";

/**
 * The edges that Canny's detector finds, white on black: those of the mean of all channels. MNIST-C
 * takes scikit-image's `canny(image)`. A milder severity leaves a share of the image's own light
 * beside them, a harsher one has them found in noise, which has edges too.
 */
export const cannyEdges: Kind = (severity, shape) => {
  const [channels, height, width] = shape;
  const [kept, noise] = at(
    [
      [0.6, 0],
      [0.3, 0],
      [0, 0],
      [0, 0.06],
      [0, 0.1],
    ],
    severity,
  );
  const size = height * width;
  const find = findEdges(Math.max(0.3, unitOf(shape)), height, width);
  const plane = new Float64Array(size);
  const isEdge = new Uint8Array(size);
  return (image, into, random) => {
    plane.fill(0);
    for (let i = 0; i < channels * size; i++) plane[i % size] = plane[i % size]! + image[i]!;
    for (let i = 0; i < size; i++) plane[i] = plane[i]! / channels / 255;
    if (noise > 0) for (let i = 0; i < size; i++) plane[i] = plane[i]! + random.bell(noise);
    find(plane, isEdge);
    for (let i = 0; i < channels * size; i++) {
      into[i] = isEdge[i % size] === 1 ? 255 : toByte(kept * image[i]!);
    }
  };
};
