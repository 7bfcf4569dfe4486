import { digitOfGrey } from "@evalpool/mnist";
import { preparePixels } from "@evalpool/models";
import type { PlanarImage } from "@evalpool/pictures";

/** A digit, and what was done to make it one. */
interface Digit {
  readonly image: PlanarImage;
  readonly note?: string;
}

/**
 * A picture of a digit as MNIST has its own: gray, light on dark, scaled to 20×20 and centred by mass
 * in 28×28. One that is 28×28 is taken to be placed already.
 */
export function asDigit({ shape, bytes }: PlanarImage): Digit {
  const [channels, height, width] = shape;
  const steps: string[] = [];
  let gray = bytes;
  if (channels !== 1) {
    gray = new Uint8Array(height * width);
    preparePixels({ channels: "gray" }, shape)?.prepare(bytes, gray, 1);
    steps.push("made gray");
  }
  if (meanOfBorder(gray, height, width) > 127) {
    gray = gray.map((v) => 255 - v);
    steps.push("inverted, as dark on light");
  }
  if (height !== 28 || width !== 28) steps.push("scaled and centred as MNIST's digits are");
  const image: PlanarImage = { shape: [1, 28, 28], bytes: digitOfGrey(gray, height, width) };
  return { image, ...(steps.length > 0 && { note: steps.join("; ") }) };
}

/** Of the outermost pixels, which are paper. */
function meanOfBorder(gray: Uint8Array, height: number, width: number): number {
  let [sum, count] = [0, 0];
  for (let y = 0; y < height; y++) {
    const isEdge = y === 0 || y === height - 1;
    for (let x = 0; x < width; x += isEdge || width === 1 ? 1 : width - 1) {
      sum += gray[y * width + x] ?? 0;
      count++;
    }
  }
  return sum / count;
}
