import { withoutUnused } from "@evalpool/models";
import { modelName } from "../model-name.js";
import type { NetworkReader } from "../network-file.js";
import { chooseOutput, requireOutput } from "./choose-output.js";
import { decodeModel } from "./decode-model.js";
import { takeImages } from "./image-input.js";
import { lowerOnnx } from "./lower-onnx.js";
import { simplify } from "./passes/simplify.js";

/**
 * Reads an ONNX file (https://onnx.ai): its network as a graph that takes images `[C, H, W]` or flat
 * inputs and gives a value for each class, and its weights.
 */
export const readOnnx: NetworkReader = async (bytes, file, { output, beside }) => {
  const model = await decodeModel(bytes, file, beside);
  if (output !== undefined) requireOutput(model, output);
  const lowered = lowerOnnx(model, output === undefined ? {} : { outputs: [output] });
  const chosen = chooseOutput(lowered, file);
  const graph = { id: modelName(file), preprocess: {}, ...takeImages(chosen, lowered, file) };
  return simplify({ graph: withoutUnused(graph), parameters: lowered.parameters });
};
