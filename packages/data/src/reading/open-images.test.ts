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
import { encodeIdx, type ImageFormat, type StoredImages } from "@evalpool/mnist";
import { fileStamp } from "@evalpool/files/node";
import { openDataset } from "../load-dataset.js";
import { openImages } from "./open-images.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

const pixels = Uint8Array.from({ length: 3 * 4 }, (_, i) => i * 20);
const images = encodeIdx({ data: pixels, shape: [3, 2, 2] });
const labels = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

/** A source whose images stay in their file. */
async function source(): Promise<{ format: ImageFormat; handle: StoredImages }> {
  const data = temporaryDirectory();
  writeFileSync(join(data, "t10k-images-idx3-ubyte"), images);
  writeFileSync(join(data, "t10k-labels-idx1-ubyte"), labels);
  const { format, handle } = await openDataset("mnist", "test", { data });
  if (handle instanceof Uint8Array || handle.kind !== "stored" || format === undefined) {
    throw new Error("expected images that stay in their file");
  }
  return { format, handle };
}

function fileOf({ parts: [part] }: StoredImages): string {
  return part?.file ?? "";
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
    await reader.read(1, into);
    expect(into).toEqual(pixels.subarray(4));
  }
});

// The digest in the result must be of what was evaluated.
test.each([
  ["overwritten in place, its time put back", overwriteInPlace],
  ["replaced by another", replaceByRename],
])("a file that was %s since its digest was taken is refused", async (_, change) => {
  const { format, handle } = await source();
  const file = fileOf(handle);
  change(file);
  using reader = openImages({ format, handle });
  expect(() => reader.read(0, new Uint8Array(4))).toThrow(
    `${file}: expected a file at rest, got one that changed meanwhile`,
  );
});

test.each([
  ["overwritten", overwriteInPlace],
  // What was read is right, but a rename and a write both change the status, and tell no more.
  ["replaced", replaceByRename],
])("also one that is %s while it is open", async (_, change) => {
  const { format, handle } = await source();
  using reader = openImages({ format, handle });
  await reader.read(0, new Uint8Array(4));
  change(fileOf(handle));
  expect(() => reader.read(1, new Uint8Array(4))).toThrow("changed meanwhile");
});

// Oracle: NumPy, np.moveaxis(stored.reshape(...), …).
test.each([
  // x.transpose(2, 0, 1) of shape (2, 2, 3), numbers 0 to 11
  [{ layout: "HWC" }, [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]],
  // x.transpose(0, 2, 1) of shape (3, 2, 2)
  [{ isTransposed: true, layout: "CHW" }, [0, 2, 1, 3, 4, 6, 5, 7, 8, 10, 9, 11]],
  // x.transpose(2, 1, 0) of shape (2, 2, 3)
  [{ isTransposed: true, layout: "HWC" }, [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11]],
] as const)("images stored as %j are given as planes, upright", async (stored, expected) => {
  const size = { channels: 3, height: 2, width: 2 };
  const bytes = Uint8Array.from({ length: 24 }, (_, i) => i);
  const format: ImageFormat = { ...size, ...stored, element: "uint8" };
  using reader = openImages({ format, handle: bytes });
  const into = new Uint8Array(24);
  await reader.read(0, into);
  expect([...into]).toEqual([...expected, ...expected.map((v) => v + 12)]);
  const floats = Float32Array.from(bytes);
  const handle = new Uint8Array(floats.buffer);
  using other = openImages({ format: { ...format, element: "float32" }, handle });
  const intoFloats = new Uint8Array(4 * 12);
  await other.read(1, intoFloats);
  expect([...new Float32Array(intoFloats.buffer)]).toEqual(expected.map((v) => v + 12));
});

test("records are read without what stands between them, over files", async () => {
  const directory = temporaryDirectory();
  const parts = ["a", "b"].map((name, i) => {
    const file = join(directory, name);
    // A label byte before each image of 4.
    writeFileSync(
      file,
      Uint8Array.from({ length: 10 }, (_, at) => 100 * i + at),
    );
    const stamp = fileStamp(statSync(file, { bigint: true }));
    return { file, stamp, offset: 1, stride: 5, count: 2 };
  });
  const format = { channels: 1, height: 2, width: 2, layout: "CHW", element: "uint8" } as const;
  using reader = openImages({ format, handle: { kind: "stored", parts } });
  const into = new Uint8Array(12);
  await reader.read(1, into);
  expect([...into]).toEqual([6, 7, 8, 9, 101, 102, 103, 104, 106, 107, 108, 109]);
  expect(() => reader.read(2, into)).toThrow("there is no image 4");
});
