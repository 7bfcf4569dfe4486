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
export { drawNetwork } from "./draw-network.js";
export { countOf, followersOf, settingsOf, shapeLabel, valueLabel } from "./labels.js";
export { networkToMermaid } from "./mermaid.js";
export { plotActivations } from "./plot-activations.js";
export { layOutSheet, type LabelledImages, type Sheet } from "./sheet-layout.js";
export { imagesToPng, sheetToPng } from "./sheet-png.js";
export { sheetToSvg } from "./sheet-svg.js";
export { stagesOf, type Stage } from "./stages.js";
export { colors, toSvg, type Caption, type Chart } from "./svg.js";
