import { preparePixels } from "@evalpool/models";
import { digitOfGrey } from "@evalpool/mnist";
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
  if (levelOf(border(gray, height, width), 0.5) > 127) {
    gray = gray.map((v) => 255 - v);
    steps.push("inverted, as dark on light");
  }
  if (height !== 28 || width !== 28) {
    gray = withoutPaper(gray, border(gray, height, width));
    steps.push("scaled and centred as MNIST's digits are");
  }
  const image: PlanarImage = { shape: [1, 28, 28], bytes: digitOfGrey(gray, height, width) };
  return { image, ...(steps.length > 0 && { note: steps.join("; ") }) };
}

/** How much lighter than the border's lightest pixels ink is at least: paper is not even. */
const UNEVEN = 32;

/** With what is about as dark as the border 0, and the lightest ink 255. */
function withoutPaper(gray: Uint8Array, border: Uint8Array): Uint8Array {
  const paper = levelOf(border, 0.95) + UNEVEN;
  const lightest = gray.reduce((most, v) => Math.max(most, v), 0);
  if (lightest <= paper) return new Uint8Array(gray.length);
  return gray.map((v) => (v <= paper ? 0 : Math.round((255 * (v - paper)) / (lightest - paper))));
}

/** The value below which there is that share of others. */
function levelOf(values: Uint8Array, share: number): number {
  return values.toSorted()[Math.floor(share * (values.length - 1))] ?? 0;
}

/** The outermost pixels, which are paper. */
function border(gray: Uint8Array, height: number, width: number): Uint8Array {
  return gray.filter((_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return y === 0 || x === 0 || y === height - 1 || x === width - 1;
  });
}
