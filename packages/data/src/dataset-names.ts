/** The data sets that a command knows by name. */
export const datasetNames = ["auto", "mnist", "fashion-mnist", "synthetic"] as const;

export type DatasetName = (typeof datasetNames)[number];
