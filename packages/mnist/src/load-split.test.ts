import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DataError, UsageError } from "@evalpool/errors";
import { encodeIdx } from "./idx.js";
import { loadSplit, openSplit, type LoadSplitOptions } from "./load-split.js";
import { imagesFile, labelsFile, writeTestSplit } from "./testing/idx-files.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

interface Files {
  images?: Uint8Array;
  labels?: Uint8Array;
}

/** The DataError's message, without the directory. */
async function refusal(
  files: Files,
  { open = false, ...options }: LoadSplitOptions & { open?: boolean } = {},
): Promise<string> {
  const data = temporaryDirectory();
  writeTestSplit(data, files);
  const load = open ? openSplit : loadSplit;
  const error = await load("test", { data, ...options }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(DataError);
  return (error as DataError).message.replaceAll(`${data}/`, "");
}

test("a split is its two files: pixels and labels as they are, shapes, names and digests", async () => {
  const data = temporaryDirectory();
  writeTestSplit(data);
  const split = await loadSplit("test", { data, name: "tiny" });
  expect(split).toMatchObject({
    name: "tiny",
    split: "test",
    images: { data: imagesFile.subarray(16), shape: [3, 2, 2] },
    labels: { data: labelsFile.subarray(8), shape: [3] },
  });
  expect(split.sha256.images).toMatch(/^[0-9a-f]{64}$/);
  expect(split.sha256.labels).not.toBe(split.sha256.images);
});

test("opened images stay in their file, unless it is compressed or memory is granted for all of it", async () => {
  const data = temporaryDirectory();
  writeTestSplit(data);
  const open = async (memory?: number): Promise<object> =>
    (await openSplit("test", { data, memory })).images;
  const size = imagesFile.length;
  const file = join(data, "t10k-images-idx3-ubyte");
  const pixels = imagesFile.subarray(16);
  const shape = [3, 2, 2];
  expect(await open()).toMatchObject({ file, offset: 16, shape });
  expect(await open(size - 1)).toMatchObject({ file, offset: 16, shape });
  expect(await open(size)).toEqual({ data: pixels, shape });
  writeTestSplit(data, { images: gzipSync(imagesFile) });
  expect(await open()).toEqual({ data: pixels, shape });
});

// From plain JavaScript, which no type stops.
test("a split or an option that does not exist is the caller's mistake", async () => {
  const load = loadSplit as (...args: unknown[]) => Promise<unknown>;
  for (const split of ["valid", undefined, 3, "toString"]) {
    await expect(load(split)).rejects.toThrow(UsageError);
  }
  await expect(load("valid")).rejects.toThrow(
    'loadSplit: split: expected test or train, got "valid"',
  );
  await expect(load("test", { spilt: 1 })).rejects.toThrow(
    "loadSplit: there is no option spilt. Known are data, name, env, classes, offline, ",
  );
});

// Reading any of these never ends, or does not begin.
test.runIf(process.platform !== "win32").each([
  ["/dev/zero", "a character device"],
  ["/dev/urandom", "a character device"],
  ["fifo", "a named pipe (FIFO)"],
  [".", "a directory"],
])("labels from %s are refused at once", async (target, kind) => {
  for (const name of ["t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte"]) {
    const data = temporaryDirectory();
    writeTestSplit(data);
    rmSync(join(data, name));
    if (target === "fifo") execFileSync("mkfifo", [join(data, name)]);
    else symlinkSync(target, join(data, name));
    for (const load of [loadSplit, openSplit]) {
      await expect(load("test", { data })).rejects.toThrow(
        new DataError(join(data, name), `expected a regular file, got ${kind}`),
      );
    }
  }
});

describe("files that do not make a split are refused", () => {
  test.each([2, 4])("3 images and %i labels", async (count) => {
    const labels = encodeIdx({ data: new Uint8Array(count), shape: [count] });
    expect(await refusal({ labels })).toBe(
      `t10k-labels-idx1-ubyte: ${count} labels for the 3 images of t10k-images-idx3-ubyte`,
    );
  });

  test.each([10, 11, 255])("a label of %i among ten classes", async (label) => {
    expect(await refusal({ labels: labelsFile.with(9, label) })).toBe(
      `t10k-labels-idx1-ubyte: expected labels 0 to 9, got ${label} at index 1; ` +
        `the highest is ${label}, which takes a model of ${label + 1} classes`,
    );
  });

  test("labels from 1, as some data sets have them", async () => {
    const fromOne = encodeIdx({ data: Uint8Array.of(3, 1, 2), shape: [3] });
    expect(await refusal({ labels: fromOne }, { classes: 3 })).toBe(
      "t10k-labels-idx1-ubyte: expected labels 0 to 2, got 1 to 3; --labels-from 1 says so",
    );
  });

  // Inflated before they are compared, they would cost a gigabyte.
  test("labels that claim to be more than there are images, before they are inflated", async () => {
    const claim = new Uint8Array(5000);
    claim.set(Uint8Array.of(0, 0, 8, 1, 0x40, 0, 0, 0));
    expect(await refusal({ labels: gzipSync(claim) })).toBe(
      "t10k-labels-idx1-ubyte: 1073741824 labels for the 3 images of t10k-images-idx3-ubyte",
    );
  });

  test("the number of classes is the caller's", async () => {
    expect(await refusal({}, { classes: 7 })).toContain("expected labels 0 to 6, got 7 at index 0");
  });

  const swapped = {
    images:
      "t10k-images-idx3-ubyte: expected IDX magic number 0x00000803 (images: uint8, rank 3), " +
      "got 0x00000801 (labels: uint8, rank 1)",
    labels:
      "t10k-labels-idx1-ubyte: expected IDX magic number 0x00000801 (labels: uint8, rank 1), " +
      "got 0x00000803 (images: uint8, rank 3)",
  };

  test("files that have been swapped, gzipped or not", async () => {
    expect(await refusal({ images: labelsFile })).toBe(swapped.images);
    expect(await refusal({ labels: imagesFile })).toBe(swapped.labels);
    expect(await refusal({ images: gzipSync(labelsFile) })).toBe(swapped.images);
    expect(await refusal({ labels: gzipSync(imagesFile) })).toBe(swapped.labels);
  });

  // Read by that number, pixels would be taken for axes, and the header for one of another length.
  test("the other one's magic number alone is told as such, not as a strange shape", async () => {
    expect(await refusal({ images: imagesFile.with(3, 1) })).toBe(swapped.images);
    expect(await refusal({ labels: labelsFile.with(3, 3) })).toBe(swapped.labels);
    expect(await refusal({ images: imagesFile.with(3, 1) }, { open: true })).toBe(swapped.images);
  });

  test("elements that are no bytes", async () => {
    const images = encodeIdx({ data: new Int16Array(12), shape: [3, 2, 2] });
    expect(await refusal({ images })).toMatch(/uint8, rank 3\), got 0x00000b03$/);
  });

  test("no images at all", async () => {
    const images = encodeIdx({ data: new Uint8Array(), shape: [0, 2, 2] });
    const labels = encodeIdx({ data: new Uint8Array(), shape: [0] });
    expect(await refusal({ images, labels })).toContain("expected images, got shape (0,2,2)");
  });

  test.each([
    ["a PNG image", "convert it in Python", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
    ["a CSV file", "convert it in Python", "label,1x1,1x2\n7,0,0\n"],
    ["a web page", "download the file itself", "<!DOCTYPE html><html><head>"],
    ["a Parquet file", "convert it in Python", "PAR1\x15\x04\x15"],
    ["a pickle", "convert it in Python", "\x80\x04\x95\x0b\0\0\0\0\0\0\0}"],
    ["an xz file", "decompress it first, with unxz", "\xfd7zXZ\0\0\x04"],
  ])("%s, gzipped or not: what it is and what to do", async (kind, remedy, content) => {
    const images = Buffer.from(content, "latin1");
    const reason = new RegExp(
      `^t10k-images-idx3-ubyte: expected IDX magic .* \\(${kind}\\); ${remedy}`,
    );
    expect(await refusal({ images })).toMatch(reason);
    expect(await refusal({ images: gzipSync(images) })).toMatch(reason);
  });

  test("a wrong magic number", async () => {
    expect(await refusal({ images: imagesFile.with(2, 0x42) })).toMatch(/, got 0x00004203$/);
  });
});
