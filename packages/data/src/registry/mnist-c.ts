import type { PublishedFile, PublishedPart, PublishedSet } from "./published-set.js";

/**
 * All of MNIST-C: SHA-256 and size as TensorFlow Datasets gives them
 * (url_checksums/mnist_corrupted.txt); Zenodo has the MD5 4b34b33045869ee6d424616cd3a65da3.
 */
const archive: PublishedFile = {
  urls: ["https://zenodo.org/record/3239543/files/mnist_c.zip"],
  maxBytes: 246_661_575,
  sha256: "af9ee8c6a815870c7fdde5af84c7bf8db0bcfa1f41056db83871037fba70e493",
  archive: "zip",
  keptAs: "mnist_c.zip",
};

/** https://arxiv.org/abs/1906.02337 */
const corruptions = [
  "identity",
  "shot_noise",
  "impulse_noise",
  "glass_blur",
  "motion_blur",
  "shear",
  "scale",
  "rotate",
  "brightness",
  "translate",
  "stripe",
  "fog",
  "spatter",
  "dotted_line",
  "zigzag",
  "canny_edges",
];

/** Bytes before the elements of an NPY file, at most. */
const HEADER = 4096;

/** MNIST with each of 15 corruptions, and as it is. */
export const mnistC: readonly PublishedSet[] = corruptions.map((corruption) => ({
  name: `mnist-c/${corruption}`,
  title: `MNIST-C ${corruption}`,
  classes: 10,
  license: "CC BY 4.0",
  source: "https://zenodo.org/record/3239543",
  splits: {
    test: partsOf(corruption, "test", 10_000),
    train: partsOf(corruption, "train", 60_000),
  },
}));

function partsOf(corruption: string, split: string, images: number): PublishedPart[] {
  const files: [name: string, maxBytes: number][] = [
    [`${split}_images.npy`, HEADER + images * 784],
    // Of 8 bytes each.
    [`${split}_labels.npy`, HEADER + images * 8],
  ];
  return files.map(([name, maxBytes]) => {
    return { name, maxBytes, from: archive, member: `mnist_c/${corruption}/${name}` };
  });
}
