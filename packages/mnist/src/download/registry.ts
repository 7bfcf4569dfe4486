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
  /** Of the published file, in hex: its publisher's MD5, and the SHA-256 that others give. */
  readonly gzipMd5?: string;
  readonly gzipSha256?: string;
}

/** What is said of a data set that is published. */
export interface DatasetInfo {
  /** What it is called on the command line. */
  readonly name: string;
  /** What its publisher calls it. */
  readonly title: string;
  readonly classes: number;
  /** By label, where they are other than the number itself. */
  readonly classNames?: readonly string[];
  readonly license: string;
  /** Where it is described. */
  readonly source: string;
}

/** A data set that can be downloaded, in four files that are named as MNIST's. */
export interface PublishedDataset extends DatasetInfo {
  /** Directories that hold the files, in the order they are tried. */
  readonly mirrors: readonly string[];
  readonly splits: Record<
    SplitName,
    { readonly images: PublishedFile; readonly labels: PublishedFile }
  >;
}

const IMAGES = { test: 16 + 10_000 * 784, train: 16 + 60_000 * 784 };
const LABELS = { test: 8 + 10_000, train: 8 + 60_000 };

/** What is published of a gzipped file. */
type Gzip = Pick<PublishedFile, "gzipBytes" | "gzipMd5" | "gzipSha256" | "sha256">;

/** The splits of a data set that is as large as MNIST. */
function likeMnist(
  files: Record<SplitName, { images: Gzip; labels: Gzip }>,
): PublishedDataset["splits"] {
  const { test, train } = files;
  return {
    test: {
      images: { name: "t10k-images-idx3-ubyte", bytes: IMAGES.test, ...test.images },
      labels: { name: "t10k-labels-idx1-ubyte", bytes: LABELS.test, ...test.labels },
    },
    train: {
      images: { name: "train-images-idx3-ubyte", bytes: IMAGES.train, ...train.images },
      labels: { name: "train-labels-idx1-ubyte", bytes: LABELS.train, ...train.labels },
    },
  };
}

/** The data sets known by name whose files are named as MNIST's. */
export const datasets: readonly PublishedDataset[] = [
  {
    name: "mnist",
    title: "MNIST",
    classes: 10,
    license: "CC BY-SA 3.0",
    source: "https://yann.lecun.com/exdb/mnist/",
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    splits: likeMnist({
      test: {
        images: {
          gzipBytes: 1_648_877,
          sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        },
        labels: {
          gzipBytes: 4_542,
          sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
      },
      train: {
        images: {
          gzipBytes: 9_912_422,
          sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        },
        labels: {
          gzipBytes: 28_881,
          sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        },
      },
    }),
  },
  {
    // Its README gives MD5s of the gzip files; TensorFlow Datasets (url_checksums/fashion_mnist.txt)
    // their sizes and SHA-256.
    name: "fashion-mnist",
    title: "Fashion-MNIST",
    classes: 10,
    classNames: [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ],
    license: "MIT",
    source: "https://github.com/zalandoresearch/fashion-mnist",
    mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
    splits: likeMnist({
      test: {
        images: {
          gzipBytes: 4_422_102,
          gzipMd5: "bef4ecab320f06d8554ea6380940ec79",
          gzipSha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        },
        labels: {
          gzipBytes: 5_148,
          gzipMd5: "bb300cfdad3c16e7a12a480ee83cd310",
          gzipSha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        },
      },
      train: {
        images: {
          gzipBytes: 26_421_880,
          gzipMd5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
          gzipSha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        },
        labels: {
          gzipBytes: 29_515,
          gzipMd5: "25c81989df183df01b3e8a0aad5dffbe",
          gzipSha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        },
      },
    }),
  },
  {
    // MD5s as torchvision gives them (datasets/mnist.py), sizes and SHA-256 as TensorFlow Datasets
    // does (url_checksums/kmnist.txt); its publisher gives none.
    name: "kmnist",
    title: "Kuzushiji-MNIST",
    classes: 10,
    classNames: ["o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"],
    license: "CC BY-SA 4.0",
    source: "https://github.com/rois-codh/kmnist",
    mirrors: ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
    splits: likeMnist({
      test: {
        images: {
          gzipBytes: 3_041_136,
          gzipMd5: "5c965bf0a639b31b8f53240b1b52f4d7",
          gzipSha256: "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
        },
        labels: {
          gzipBytes: 5_120,
          gzipMd5: "7320c461ea6c1c855c0b718fb2a4b134",
          gzipSha256: "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
        },
      },
      train: {
        images: {
          gzipBytes: 18_165_135,
          gzipMd5: "bdb82020997e1d708af4cf47b453dcf7",
          gzipSha256: "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
        },
        labels: {
          gzipBytes: 29_497,
          gzipMd5: "e144d726b3acfaa3e44228e80efcd344",
          gzipSha256: "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        },
      },
    }),
  },
];

/** One of `datasets` by its name. */
export function findDataset(name: string): PublishedDataset | undefined {
  return datasets.find((dataset) => dataset.name === name);
}
