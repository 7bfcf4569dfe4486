import {
  closeSync,
  openSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeIdx, type ImageFormat, type ImagesInFile } from "@evalpool/mnist";
import { openDataset } from "./load-dataset.js";
import { openImages } from "./read-images.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

const pixels = Uint8Array.from({ length: 3 * 4 }, (_, i) => i * 20);
const images = encodeIdx({ data: pixels, shape: [3, 2, 2] });
const labels = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

/** A source whose images stay in their file. */
async function source(): Promise<{ format: ImageFormat; handle: ImagesInFile }> {
  const data = temporaryDirectory();
  writeFileSync(join(data, "t10k-images-idx3-ubyte"), images);
  writeFileSync(join(data, "t10k-labels-idx1-ubyte"), labels);
  const { format, handle } = await openDataset("mnist", "test", { data });
  if (handle instanceof Uint8Array) throw new Error("expected images that stay in their file");
  return { format, handle };
}

function overwriteInPlace(file: string): void {
  const { atime, mtime } = statSync(file);
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, images.toReversed(), 0, 12, 16);
  closeSync(descriptor);
  // As `cp -p` and archivers do: nothing but the change of status tells of it now.
  utimesSync(file, atime, mtime);
}

function replaceByRename(file: string): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(`${file}.new`, images.with(16, 99));
  utimesSync(`${file}.new`, atime, mtime);
  renameSync(`${file}.new`, file);
}

test("images are read from any on, in memory and in a file", async () => {
  const inFile = await source();
  for (const handle of [inFile.handle, pixels]) {
    using reader = openImages({ format: inFile.format, handle });
    const into = new Uint8Array(8);
    reader.read(1, into);
    expect(into).toEqual(pixels.subarray(4));
  }
});

// The digest in the result must be of what was evaluated.
test.each([
  ["overwritten in place, its time put back", overwriteInPlace],
  ["replaced by another", replaceByRename],
])("a file that was %s since its digest was taken is refused", async (_, change) => {
  const { format, handle } = await source();
  change(handle.file);
  using reader = openImages({ format, handle });
  expect(() => reader.read(0, new Uint8Array(4))).toThrow(
    `${handle.file}: expected a file at rest, got one that changed meanwhile`,
  );
});

test.each([
  ["overwritten", overwriteInPlace],
  // What was read is right, but a rename and a write both change the status, and tell no more.
  ["replaced", replaceByRename],
])("also one that is %s while it is open", async (_, change) => {
  const { format, handle } = await source();
  using reader = openImages({ format, handle });
  reader.read(0, new Uint8Array(4));
  change(handle.file);
  expect(() => reader.read(1, new Uint8Array(4))).toThrow("changed meanwhile");
});
