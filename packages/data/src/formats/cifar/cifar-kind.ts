/** One of the two forms that CIFAR is published in: a record has its labels, then the planes. */
export interface CifarKind {
  /** As it stands in a sentence. */
  readonly name: string;
  /** Bytes of labels in each record: the last of them is the class. */
  readonly labelBytes: number;
  /** For each of them, how many there are in the published data. */
  readonly published: readonly number[];
  /** File of the classes' names, a line each. */
  readonly names: string;
  /** The split that a file is of, by its name. */
  readonly splitOf: (name: string) => "test" | "train" | undefined;
  /** Directory that is in the published archive. */
  readonly directory: string;
}

/** Bytes of an image: red, green and blue of 32×32 pixels. */
export const IMAGE_BYTES = 3 * 32 * 32;

/** https://www.cs.toronto.edu/~kriz/cifar.html, "Binary version". */
export const cifarKinds: readonly CifarKind[] = [
  {
    name: "CIFAR-10 records",
    labelBytes: 1,
    published: [10],
    names: "batches.meta.txt",
    splitOf: (name) =>
      /^data_batch_\d+\.bin$/.test(name) ? "train" : name === "test_batch.bin" ? "test" : undefined,
    directory: "cifar-10-batches-bin",
  },
  {
    name: "CIFAR-100 records",
    labelBytes: 2,
    published: [20, 100],
    names: "fine_label_names.txt",
    splitOf: (name) => (name === "train.bin" ? "train" : name === "test.bin" ? "test" : undefined),
    directory: "cifar-100-binary",
  },
];

/** Bytes of a record. */
export function recordBytes({ labelBytes }: CifarKind): number {
  return labelBytes + IMAGE_BYTES;
}

/** Whether the labels that are there can be the published data's. */
export function hasPublishedLabels(
  { labelBytes, published }: CifarKind,
  records: readonly Uint8Array[],
): boolean {
  return records.every((record) =>
    record.subarray(0, labelBytes).every((label, i) => label < (published[i] ?? 0)),
  );
}
