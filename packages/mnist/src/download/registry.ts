import type { SplitName } from "../split.js";

/** One file of a data set, published gzipped and kept decompressed. */
export interface PublishedFile {
  /** Name of the decompressed file; the published one has `.gz` behind it. */
  readonly name: string;
  /** Bytes of the published file, at most. */
  readonly gzipBytes: number;
  /** Bytes of the content. */
  readonly bytes: number;
  /** SHA-256 of the content, in hex; absent where nobody has published one. */
  readonly sha256?: string;
  /** MD5 of the published file, in hex, where that is what its publisher gives. */
  readonly gzipMd5?: string;
}

/** A data set that can be downloaded. */
export interface PublishedDataset {
  readonly name: string;
  /** Directories that hold the files, in the order they are tried. */
  readonly mirrors: readonly string[];
  readonly splits: Record<
    SplitName,
    { readonly images: PublishedFile; readonly labels: PublishedFile }
  >;
}

const IMAGES = { test: 16 + 10_000 * 784, train: 16 + 60_000 * 784 };
const LABELS = { test: 8 + 10_000, train: 8 + 60_000 };

/** The data sets known by name. */
export const datasets: readonly PublishedDataset[] = [
  {
    name: "mnist",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    splits: {
      test: {
        images: {
          name: "t10k-images-idx3-ubyte",
          gzipBytes: 1_648_877,
          bytes: IMAGES.test,
          sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        },
        labels: {
          name: "t10k-labels-idx1-ubyte",
          gzipBytes: 4_542,
          bytes: LABELS.test,
          sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
      },
      train: {
        images: {
          name: "train-images-idx3-ubyte",
          gzipBytes: 9_912_422,
          bytes: IMAGES.train,
          sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        },
        labels: {
          name: "train-labels-idx1-ubyte",
          gzipBytes: 28_881,
          bytes: LABELS.train,
          sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        },
      },
    },
  },
  {
    // Its README (github.com/zalandoresearch/fashion-mnist) gives MD5s of the gzip files and no
    // SHA-256. The sizes are rounded up from those it lists in megabytes.
    name: "fashion-mnist",
    mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
    splits: {
      test: {
        images: {
          name: "t10k-images-idx3-ubyte",
          gzipBytes: 5_000_000,
          bytes: IMAGES.test,
          gzipMd5: "bef4ecab320f06d8554ea6380940ec79",
        },
        labels: {
          name: "t10k-labels-idx1-ubyte",
          gzipBytes: 10_000,
          bytes: LABELS.test,
          gzipMd5: "bb300cfdad3c16e7a12a480ee83cd310",
        },
      },
      train: {
        images: {
          name: "train-images-idx3-ubyte",
          gzipBytes: 30_000_000,
          bytes: IMAGES.train,
          gzipMd5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        },
        labels: {
          name: "train-labels-idx1-ubyte",
          gzipBytes: 40_000,
          bytes: LABELS.train,
          gzipMd5: "25c81989df183df01b3e8a0aad5dffbe",
        },
      },
    },
  },
];

/** One of `datasets` by its name. */
export function findDataset(name: string): PublishedDataset | undefined {
  return datasets.find((dataset) => dataset.name === name);
}
