import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeIdx } from "../idx.js";

/** Three images of 2x2 pixels, as an IDX file's bytes. */
export const imagesFile = encodeIdx({
  data: Uint8Array.from({ length: 12 }, (_, i) => i * 20),
  shape: [3, 2, 2],
});

/** Their labels 7, 2 and 1. */
export const labelsFile = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

/** Writes a test split into the directory, which is made when it is not there. */
export function writeTestSplit(
  directory: string,
  files: { images?: Uint8Array; labels?: Uint8Array } = {},
): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "t10k-images-idx3-ubyte"), files.images ?? imagesFile);
  writeFileSync(join(directory, "t10k-labels-idx1-ubyte"), files.labels ?? labelsFile);
}
