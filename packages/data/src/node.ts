export { datasetNames, type DatasetName } from "./dataset-names.js";
export { loadDataset, openDataset, type DatasetOptions } from "./load-dataset.js";
export { openImages } from "./read-images.js";
