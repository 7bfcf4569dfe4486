export { datasetNames, type DatasetName } from "./dataset-names.js";
export { findData, type FoundAt, type PathOptions } from "./open-path.js";
export { loadDataset, openDataset, type DatasetOptions } from "./load-dataset.js";
export { openImages } from "./reading/open-images.js";
export { writeCifar } from "./writing/write-cifar.js";
export { writeNpy } from "./writing/write-npy.js";
export { writeNpz } from "./writing/write-npz.js";
export { writeSafetensorsImages } from "./writing/write-safetensors-images.js";
export type { LabelledImages } from "./labelled-images.js";
