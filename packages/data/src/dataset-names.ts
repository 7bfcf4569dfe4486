/** The data sets that a command knows by name. */
export const datasetNames = ["auto", "mnist", "fashion-mnist", "synthetic"] as const;

/** One of them. */
export type DatasetName = (typeof datasetNames)[number];
