export { datasetNames, type DatasetName } from "./dataset-names.js";
export type { LabelledImages } from "./labelled-images.js";
export { findData, type FoundAt, type PathOptions } from "./open-path.js";
export { loadDataset, openDataset, type DatasetOptions } from "./load-dataset.js";
export { openImages } from "./reading/open-images.js";
export { writeCifar } from "./writing/write-cifar.js";
export type { LabelledImages } from "./labelled-images.js";
export { writeCsv } from "./writing/write-csv.js";
export { writeIdx } from "./writing/write-idx.js";
