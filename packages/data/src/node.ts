export { datasetNames, type DatasetName } from "./dataset-names.js";
export { findData, type FoundAt, type PathOptions } from "./open-path.js";
export { loadDataset, openDataset, type DatasetOptions } from "./load-dataset.js";
export { openImages } from "./reading/open-images.js";
export { writeCifar } from "./writing/write-cifar.js";
export { writeImageFolder } from "./writing/write-image-folder.js";
export { writeParquet } from "./writing/write-parquet.js";
export type { LabelledImages } from "./labelled-images.js";
