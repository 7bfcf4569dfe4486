import type { PublishedFile, PublishedPart, PublishedSet } from "./published-set.js";

// Sizes and SHA-256 as TensorFlow Datasets gives them (url_checksums/cifar10.txt, cifar100.txt); the
// publisher's page has MD5s: c32a1d4ab5d03f1284b67883e8d87530, 03b5dce01913d631647c71ecec9e9cb8.
const source = "https://www.cs.toronto.edu/~kriz/cifar.html";
const license = "none stated";

const cifar10: PublishedFile = {
  urls: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
  maxBytes: 170_052_171,
  sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
  archive: "tar.gz",
};
const cifar100: PublishedFile = {
  urls: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
  maxBytes: 168_513_733,
  sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
  archive: "tar.gz",
};

/** CIFAR-10 and CIFAR-100, whose names of classes are in their files. */
export const cifarSets: readonly PublishedSet[] = [
  {
    name: "cifar-10",
    title: "CIFAR-10",
    classes: 10,
    license,
    source,
    splits: {
      test: [
        part(cifar10, "cifar-10-batches-bin/test_batch.bin", 10_000 * 3073),
        part(cifar10, "cifar-10-batches-bin/batches.meta.txt", 4096),
      ],
      train: [
        ...[1, 2, 3, 4, 5].map((batch) =>
          part(cifar10, `cifar-10-batches-bin/data_batch_${batch}.bin`, 10_000 * 3073),
        ),
        part(cifar10, "cifar-10-batches-bin/batches.meta.txt", 4096),
      ],
    },
  },
  {
    name: "cifar-100",
    title: "CIFAR-100",
    classes: 100,
    license,
    source,
    splits: {
      test: [
        part(cifar100, "cifar-100-binary/test.bin", 10_000 * 3074),
        part(cifar100, "cifar-100-binary/fine_label_names.txt", 4096),
      ],
      train: [
        part(cifar100, "cifar-100-binary/train.bin", 50_000 * 3074),
        part(cifar100, "cifar-100-binary/fine_label_names.txt", 4096),
      ],
    },
  },
];

function part(from: PublishedFile, member: string, maxBytes: number): PublishedPart {
  return { name: member.slice(member.indexOf("/") + 1), maxBytes, from, member };
}
