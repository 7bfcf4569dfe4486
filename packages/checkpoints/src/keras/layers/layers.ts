import { activationLayers } from "./activation.js";
import { convolutionLayers } from "./convolution.js";
import { denseLayers } from "./dense.js";
import type { LayerKind } from "./layer.js";
import { mergeLayers } from "./merge.js";
import { normalizationLayers, trainingLayers } from "./normalization.js";
import { poolingLayers } from "./pooling.js";
import { rescalingLayers } from "./rescaling.js";
import { shapeLayers } from "./shape.js";

/** The layers that are read, by the names of their classes; beside them inputs and models. */
export const layerKinds: ReadonlyMap<string, LayerKind> = new Map(
  Object.entries({
    ...activationLayers,
    ...convolutionLayers,
    ...denseLayers,
    ...mergeLayers,
    ...normalizationLayers,
    ...poolingLayers,
    ...rescalingLayers,
    ...shapeLayers,
    ...trainingLayers,
  }),
);
