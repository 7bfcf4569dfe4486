import { DataError, SpecError } from "@evalpool/errors";
import { size } from "@evalpool/tensor";
import type { Graph } from "./graph.js";
import { preparedShape } from "./pixels/prepare-pixels.js";
import { channelsOf } from "./pixel-table.js";
import type { ImageShape, Preprocess } from "./preprocess.js";

/** What is asked of a network, or of another that takes images, to know which. */
export type ImageTaker = Pick<Graph, "id" | "input" | "preprocess">;

/**
 * The images that a network takes, `[C, H, W]`; undefined where it takes a flat input and does not
 * say what images that is made of.
 *
 * @throws {SpecError} when what it says of them is not the shape of its input
 */
export function imageShape({ id, input, preprocess }: ImageTaker): ImageShape | undefined {
  const { image } = preprocess;
  requireChannels(id, preprocess, channelsOf(input.shape, preprocess));
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

/** @throws {SpecError} when there is not one number for each channel, or one for all */
function requireChannels(id: string, { mean, std }: Preprocess, channels: number): void {
  for (const [name, values] of Object.entries({ mean, std })) {
    if (values === undefined || values.length === 1 || values.length === channels) continue;
    const expected = `one number, or one for each of ${channels} channels`;
    throw new SpecError(id, [
      `preprocess.${name}: expected ${channels === 1 ? "one number" : expected}, got ${values.length}`,
    ]);
  }
}

/** Images as a data set has them. */
export interface ImageSize {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * Compares channels, height and width of images, as they are once they are prepared, with those that
 * a network takes. Of a flat input that does not say which images it is made of, there is their number
 * of pixels alone to compare.
 *
 * @param source the data set's name for the error
 * @throws {DataError} when they do not fit, which says what would make them fit
 */
export function requireFit(graph: ImageTaker, source: string, images: ImageSize): void {
  const stored = [images.channels, images.height, images.width] as const;
  const got = preparedShape(graph.preprocess, stored);
  const expected = imageShape(graph);
  const { shape } = graph.input;
  const steps = stepsToFit(graph, images);
  if (steps && Object.keys(steps).length === 0) return;
  const takes = expected ? `images of ${times(expected)}` : `inputs of shape (${shape.join(",")})`;
  const order = "(channels × height × width)";
  const made = got.join() === stored.join() ? "" : `, made of ${times(stored)}`;
  const advice = steps
    ? `they would fit with ${stepFlags(steps).join(" ")}`
    : "give a data set of such images, or a model for these";
  throw new DataError(
    source,
    `model ${graph.id} takes ${takes}, got images of ${times(got)} ${order}${made}; ${advice}`,
  );
}

/** What becomes of images so that they fit. */
export type FittingSteps = Pick<Preprocess, "transpose" | "channels" | "resize">;

/**
 * The preprocessing that images lack to fit a network: nothing where they fit.
 *
 * @returns undefined where none makes them fit
 */
export function stepsToFit(graph: ImageTaker, images: ImageSize): FittingSteps | undefined {
  const got = preparedShape(graph.preprocess, [images.channels, images.height, images.width]);
  const expected = imageShape(graph);
  if (expected === undefined) {
    const { shape } = graph.input;
    return shape.length === 1 && size(shape) === size(got) ? {} : undefined;
  }
  const [channels, height, width] = expected;
  const names: Partial<Record<number, "gray" | "rgb">> = { 1: "gray", 3: "rgb" };
  const name = names[channels];
  const isOther = channels !== got[0];
  if (isOther && name === undefined) return undefined;
  const isTransposed = height === got[2] && width === got[1] && height !== width;
  const isResized = !isTransposed && (height !== got[1] || width !== got[2]);
  return {
    ...(isTransposed && { transpose: true }),
    ...(isOther && name && { channels: name }),
    ...(isResized && { resize: { height, width } }),
  };
}

/** How the command is told of them: `["--channels", "rgb", "--resize", "32x32"]`. */
export function stepFlags({ transpose, channels, resize }: FittingSteps): readonly string[] {
  return [
    ...(transpose ? ["--transpose"] : []),
    ...(channels ? ["--channels", channels] : []),
    ...(resize ? ["--resize", `${resize.height}x${resize.width}`] : []),
  ];
}

function times(shape: readonly number[]): string {
  return shape.join("×");
}
