import { parseIdx } from "@evalpool/mnist";
import type { NamedBytes } from "../files/named-bytes.js";
import { sha256 } from "../files/sha256.js";
import type { TestSet } from "./test-set.js";

interface About {
  readonly name: string;
  readonly flags: readonly string[];
}

/** The test set that two IDX files are. @throws {DataError} when they are not, or do not fit */
export function idxTestSet(images: NamedBytes, labels: NamedBytes, about: About): TestSet {
  const [pixels, told] = [parseIdx(images.bytes, images.name), parseIdx(labels.bytes, labels.name)];
  const [count = 0, height = 0, width = 0] = pixels.shape;
  const parts = { images: sha256(images.bytes), labels: sha256(labels.bytes) };
  return {
    source: {
      name: about.name,
      split: "test",
      format: { channels: 1, height, width, layout: "CHW", element: "uint8" },
      classes: 10,
      digest: { parts, all: "" },
      count,
      labels: told.data as Uint8Array,
      handle: pixels.data as Uint8Array,
    },
    flags: about.flags,
  };
}
