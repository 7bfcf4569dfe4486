import { gaussianBlur } from "../gaussian-blur.js";
import { at, toByte, unitOf, type Kind } from "../kind.js";

/**
 * Spots of mud: where blurred noise is above its threshold, and then blurred again above 0.8, a
 * pixel is covered by a grey of 63. MNIST-C's noise has a mean of 0.65, a deviation of 0.3, and is
 * blurred by 1 pixel; the threshold is 0.65, and its second blur is by 1.5 pixels.
 */
export const spatter: Kind = (severity, shape) => {
  const [channels, height, width] = shape;
  const mean = at([0.61, 0.63, 0.65, 0.67, 0.69], severity);
  const size = height * width;
  const unit = unitOf(shape);
  // What a blur by less than a third of a pixel leaves out is below a hundredth.
  const soften = gaussianBlur(Math.max(0.3, unit), height, width);
  const spread = gaussianBlur(Math.max(0.3, 1.5 * unit), height, width);
  const mud = new Float64Array(size);
  return (image, into, random) => {
    for (let i = 0; i < size; i++) mud[i] = mean + random.bell(0.3);
    soften(mud);
    for (let i = 0; i < size; i++) mud[i] = mud[i]! > THRESHOLD ? 1 : 0;
    spread(mud);
    for (let i = 0; i < channels * size; i++) {
      const covered = mud[i % size]! < COVERED ? 0 : mud[i % size]!;
      into[i] = toByte(image[i]! * (1 - covered) + MUD * covered);
    }
  };
};

const THRESHOLD = 0.65;
const COVERED = 0.8;
const MUD = 63;
