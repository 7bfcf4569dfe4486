export {
  activationNames,
  curve,
  formulas,
  softmaxExample,
  type ActivationName,
  type CurveName,
  type Point,
} from "./activation-data.js";
export { toBase64 } from "./base64.js";
export {
  CARD_LETTERS,
  layOutCards,
  type Card,
  type CardRow,
  type Cards,
  type ClassBar,
  type ReadImage,
} from "./card-layout.js";
export { cardsToPng } from "./cards-png.js";
export { cardsToSvg } from "./cards-svg.js";
export { drawLearning, type LearntEpoch } from "./draw-learning.js";
export { drawNetwork } from "./draw-network.js";
export { countOf, followersOf, settingsOf, shapeLabel, valueLabel } from "./labels.js";
export { networkToMermaid } from "./mermaid.js";
export { plotActivations } from "./plot-activations.js";
export { drawnChannels, type PlanarImage } from "./planar-image.js";
export { createRaster, paintImage, rasterToPng, type Raster } from "./raster.js";
export { layOutSheet, type LabelledImage, type Sheet } from "./sheet-layout.js";
export { sheetToPng } from "./sheet-png.js";
export { sheetToSvg, type SheetText } from "./sheet-svg.js";
export { shrink } from "./shrink.js";
export { stagesOf, type Stage } from "./stages.js";
export { colors, toSvg, type Caption, type Chart } from "./svg.js";
