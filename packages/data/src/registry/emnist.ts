import type { PublishedFile, PublishedPart, PublishedSet } from "./published-set.js";

/**
 * All of EMNIST: SHA-256 and size as TensorFlow Datasets gives them (url_checksums/emnist.txt). NIST
 * gives none.
 */
const archive: PublishedFile = {
  urls: [
    "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
    "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip",
  ],
  maxBytes: 561_753_746,
  sha256: "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
  archive: "zip",
  keptAs: "emnist-gzip.zip",
};

const digits = [..."0123456789"];
const capitals = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const letters = [..."abcdefghijklmnopqrstuvwxyz"];
/** The small letters that look other than the capitals: the rest are merged (table II of the paper). */
const merged = [...digits, ...capitals, ..."abdefghnqrt"];

interface Variant {
  readonly classNames?: readonly string[];
  readonly classes: number;
  readonly labelsFrom?: number;
  /** Images of the test and the training split. */
  readonly images: readonly [test: number, train: number];
}

/** https://arxiv.org/abs/1702.05373, and the mapping files in the archive. */
const variants: Readonly<Record<string, Variant>> = {
  byclass: {
    classes: 62,
    classNames: [...digits, ...capitals, ...letters],
    images: [116_323, 697_932],
  },
  bymerge: { classes: 47, classNames: merged, images: [116_323, 697_932] },
  balanced: { classes: 47, classNames: merged, images: [18_800, 112_800] },
  letters: { classes: 26, classNames: letters, labelsFrom: 1, images: [20_800, 124_800] },
  digits: { classes: 10, images: [40_000, 240_000] },
  mnist: { classes: 10, images: [10_000, 60_000] },
};

/** The six data sets that EMNIST is cut into. */
export const emnist: readonly PublishedSet[] = Object.entries(variants).map(
  ([variant, { images, ...info }]) => ({
    name: `emnist-${variant}`,
    title: `EMNIST ${variant[0]?.toUpperCase()}${variant.slice(1)}`,
    ...info,
    license: "none stated",
    source: "https://www.nist.gov/itl/products-and-services/emnist-dataset",
    splits: {
      test: partsOf(`emnist-${variant}-test`, images[0]),
      train: partsOf(`emnist-${variant}-train`, images[1]),
    },
  }),
);

function partsOf(prefix: string, images: number): PublishedPart[] {
  const files: [name: string, maxBytes: number][] = [
    [`${prefix}-images-idx3-ubyte`, 16 + images * 784],
    [`${prefix}-labels-idx1-ubyte`, 8 + images],
  ];
  return files.map(([name, maxBytes]) => {
    return { name, maxBytes, from: archive, member: `gzip/${name}.gz`, isGzip: true };
  });
}
