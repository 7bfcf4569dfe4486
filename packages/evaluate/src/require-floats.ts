import type { ImageFormat } from "@evalpool/data";
import { DataError } from "@evalpool/errors";
import { scalesPixels, type Model, type PreprocessSource } from "@evalpool/models";
import type { OwnPredictor } from "./own-predictor.js";
import { takerOf } from "./taker-of.js";

/**
 * Makes sure that it is known what becomes of pixels that are floats. Of those beyond 0 to 1 only the
 * caller can say: what a model says is of bytes.
 *
 * @param name of the data set, for the error
 * @throws {DataError} that says what to do
 */
export function requireFloats(
  model: (Model & { readonly preprocessSource?: PreprocessSource }) | OwnPredictor,
  name: string,
  { white }: ImageFormat,
): void {
  const { resize, invert, channels } = takerOf(model).preprocess;
  const step = resize ? "resized" : invert ? "inverted" : channels ? "made gray or rgb" : undefined;
  if (step !== undefined) {
    const advice = "save them as bytes from 0 to 255";
    throw new DataError(name, `pixels are floats, and only bytes can be ${step}; ${advice}`);
  }
  if (!("graph" in model) && model.input.element === "uint8") {
    throw new DataError(name, `pixels are floats, and ${model.id} takes bytes; take float32`);
  }
  const source = "graph" in model ? model.preprocessSource : sourceOf(model);
  if (white !== undefined || source === "caller") return;
  const isScaled = "graph" in model && scalesPixels(model);
  throw new DataError(
    name,
    "pixels are numbers beyond bytes, and beyond floats from 0 to 1; " +
      (isScaled
        ? "the network divides pixels by itself: bring them to 0 to 255 with --scale and --mean"
        : "--scale 1 takes them as they are, --mean and --std say what else becomes of them"),
  );
}

function sourceOf({ input }: OwnPredictor): PreprocessSource {
  return input.preprocess === undefined ? "assumed" : (input.preprocessSource ?? "caller");
}
