import { digestedText, sourceOfIdx } from "@evalpool/mnist";
import type { NamedBytes } from "../files/named-bytes.js";
import { sha256 } from "../files/sha256.js";
import type { TestSet } from "./test-set.js";

type About = Pick<TestSet, "isComplete" | "flags"> & { readonly name: string };

/** The test set that two IDX files are. @throws {DataError} when they are not, or do not fit */
export function idxTestSet(
  images: NamedBytes,
  labels: NamedBytes,
  { name, ...about }: About,
): TestSet {
  const parts = { images: sha256(images.bytes), labels: sha256(labels.bytes) };
  const all = sha256(new TextEncoder().encode(digestedText(parts)));
  const info = { name, split: "test", digest: { parts, all } };
  const source = sourceOfIdx({ images, labels }, info);
  return { source, ...about };
}
