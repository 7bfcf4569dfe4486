import { required } from "@evalpool/errors";
import { findDataset, type PublishedFile } from "@evalpool/mnist";
import { fetchPublished } from "../files/fetch-published.js";
import { gunzip } from "../files/gunzip.js";
import { idxTestSet } from "./idx-test-set.js";
import type { TestSet } from "./test-set.js";

/**
 * MNIST's test set, from the first mirror that gives it.
 *
 * @throws {DownloadError} when none does, as where there is no internet
 */
export async function mnistTestSet(signal: AbortSignal): Promise<TestSet> {
  const { mirrors, splits, name } = required(findDataset("mnist"), "mnist");
  const fetchFile = async ({ name, sha256 = "", bytes }: PublishedFile) => ({
    name,
    bytes: await fetchPublished(
      {
        file: name,
        urls: mirrors.map((mirror) => `${mirror}${name}.gz`),
        sha256,
        unpack: (packed) => gunzip(packed, name, bytes),
      },
      signal,
    ),
  });
  const { images, labels } = splits.test;
  const files = await Promise.all([fetchFile(images), fetchFile(labels)]);
  return idxTestSet(...files, { name, flags: ["--dataset", name], isComplete: true });
}
