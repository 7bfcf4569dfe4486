import type { ImageShape, Preprocess } from "../preprocess.js";
import { resizePlane, resizedShape } from "./resize.js";

/** Bytes of one image of a shape as those of another. */
interface Step {
  readonly shape: ImageShape;
  readonly run: (from: Uint8Array, into: Uint8Array) => void;
}

/** What becomes of stored images, byte for byte, before their pixels become numbers. */
export interface PixelPreparation {
  /** Of each image then. */
  readonly shape: ImageShape;
  /** Prepares `count` images that lie one after the other. */
  readonly prepare: (from: Uint8Array, into: Uint8Array, count: number) => void;
}

/**
 * Makes ready what preprocessing does to the bytes of images, channel after channel: rows and columns
 * swapped, inverted, made gray or of three channels, resized. Each step rounds to bytes, as Pillow's
 * and so torchvision's do on images of bytes.
 *
 * @returns undefined where nothing is done
 */
export function preparePixels(
  preprocess: Preprocess,
  from: ImageShape,
): PixelPreparation | undefined {
  const steps = stepsOf(preprocess, from);
  const last = steps.at(-1);
  if (last === undefined) return undefined;
  const buffers = steps.map(({ shape }) => new Uint8Array(lengthOf(shape)));
  return {
    shape: last.shape,
    prepare(bytes, into, count) {
      const [width, length] = [lengthOf(from), lengthOf(last.shape)];
      for (let i = 0; i < count; i++) {
        let image = bytes.subarray(i * width, (i + 1) * width);
        for (let s = 0; s < steps.length; s++) {
          const out = buffers[s]!;
          steps[s]!.run(image, out);
          image = out;
        }
        into.set(image, i * length);
      }
    },
  };
}

/** The shape of images once they are prepared. */
export function preparedShape(preprocess: Preprocess, from: ImageShape): ImageShape {
  return stepsOf(preprocess, from).at(-1)?.shape ?? from;
}

function stepsOf(preprocess: Preprocess, from: ImageShape): Step[] {
  const makers: readonly Make[] = [transposed, inverted, recoloured, resized];
  const steps: Step[] = [];
  for (const make of makers) {
    const step = make(preprocess, steps.at(-1)?.shape ?? from);
    if (step !== undefined) steps.push(step);
  }
  return steps;
}

type Make = (preprocess: Preprocess, shape: ImageShape) => Step | undefined;

const transposed: Make = ({ transpose }, [channels, height, width]) => {
  if (!transpose) return undefined;
  return {
    shape: [channels, width, height],
    run(from, into) {
      let at = 0;
      for (let c = 0; c < channels; c++) {
        const plane = c * height * width;
        for (let x = 0; x < width; x++) {
          for (let y = 0; y < height; y++) into[at++] = from[plane + y * width + x]!;
        }
      }
    },
  };
};

const inverted: Make = ({ invert }, shape) => {
  if (!invert) return undefined;
  return {
    shape,
    run(from, into) {
      for (let i = 0; i < into.length; i++) into[i] = 255 - from[i]!;
    },
  };
};

/** Of other numbers of channels than 1, 3 and 4 nothing is known: they stay, and do not fit. */
const recoloured: Make = ({ channels: wanted }, [channels, height, width]) => {
  const plane = height * width;
  if (wanted === "gray" && (channels === 3 || channels === 4)) {
    return {
      shape: [1, height, width],
      run: (from, into) => toGray(from, into, plane),
    };
  }
  if (wanted !== "rgb" || (channels !== 1 && channels !== 4)) return undefined;
  return {
    shape: [3, height, width],
    run(from, into) {
      for (let c = 0; c < 3; c++) {
        const first = channels === 1 ? 0 : c * plane;
        into.set(from.subarray(first, first + plane), c * plane);
      }
    },
  };
};

/** Luma of ITU-R BT.601 in 16 bits, as Pillow's `convert("L")`: 0.299 R + 0.587 G + 0.114 B. */
function toGray(from: Uint8Array, into: Uint8Array, plane: number): void {
  for (let i = 0; i < plane; i++) {
    const [r, g, b] = [from[i]!, from[plane + i]!, from[2 * plane + i]!];
    into[i] = (19595 * r + 38470 * g + 7471 * b + 32768) >>> 16;
  }
}

const resized: Make = ({ resize }, shape) => {
  const [channels, height, width] = shape;
  if (resize === undefined) return undefined;
  if (resize.height === height && resize.width === width) return undefined;
  const run = resizePlane(resizedShape(resize, height, width), resize, height, width);
  const [from, to] = [height * width, resize.height * resize.width];
  return {
    shape: [channels, resize.height, resize.width],
    run(image, into) {
      for (let c = 0; c < channels; c++) {
        run(image.subarray(c * from, (c + 1) * from), into.subarray(c * to, (c + 1) * to));
      }
    },
  };
};

function lengthOf([channels, height, width]: ImageShape): number {
  return channels * height * width;
}
