import type { ImageTaker, Model } from "@evalpool/models";
import { imageOf, type OwnPredictor } from "./own-predictor.js";

/** What floats are made of pixels where nothing is said of them: v / 255. */
export const UNIT = { scale: 1 / 255 } as const;

/** Which images a model takes, or a predictor of one's own. */
export function takerOf(model: Model | OwnPredictor): ImageTaker {
  if ("graph" in model) {
    const { id, input, preprocess } = model.graph;
    return { id, input, preprocess };
  }
  const image = imageOf(model.input);
  const preprocess = model.input.preprocess ?? (model.input.element === "uint8" ? {} : UNIT);
  return {
    id: model.id,
    input: { value: "input", shape: image },
    preprocess: { ...preprocess, image },
  };
}
