import { DataError, SpecError } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import type { Graph } from "./graph.js";
import type { ImageShape } from "./preprocess.js";

/**
 * The images that a network takes, `[C, H, W]`; undefined where it takes a flat input and does not
 * say what images that is made of.
 *
 * @throws {SpecError} when what it says of them is not the shape of its input
 */
export function imageShape({ id, input, preprocess }: Graph): ImageShape | undefined {
  const { image } = preprocess;
  const [width, height, channels = 1, ...more] = input.shape.toReversed();
  const isFlat = height === undefined;
  if (
    image !== undefined &&
    (isFlat ? size(image) !== width : image.join() !== input.shape.join())
  ) {
    const reason = `image: ${times(image)} is not its input of shape (${input.shape.join(",")})`;
    throw new SpecError(id, [reason]);
  }
  if (image !== undefined || isFlat || width === undefined || more.length > 0) return image;
  return [channels, height, width];
}

/** Images as a data set has them. */
interface ImageSize {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Compares channels, height and width of images with those that a network takes. Of a flat input
 * that does not say which images it is made of, there is their number of pixels alone to compare.
 *
 * @param source the data set's name for the error
 * @throws {DataError} when they do not fit
 */
export function requireFit(graph: Graph, source: string, images: ImageSize): void {
  const { channels, height, width } = images;
  const got = [channels, height, width] as const;
  const expected = imageShape(graph);
  const { shape } = graph.input;
  if (
    expected === undefined
      ? shape.length === 1 && size(shape) === size(got)
      : expected.join() === got.join()
  ) {
    return;
  }
  const takes = expected ? `images of ${times(expected)}` : `inputs of shape (${shape.join(",")})`;
  const order = "(channels × height × width)";
  const advice = "give a data set of such images, or a model for these";
  throw new DataError(
    source,
    `model ${graph.id} takes ${takes}, got images of ${times(got)} ${order}; ${advice}`,
  );
}

function times(shape: readonly number[]): string {
  return shape.join("×");
}
