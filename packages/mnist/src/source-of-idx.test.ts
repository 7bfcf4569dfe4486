import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { DataError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { digestedText } from "./digested-text.js";
import { encodeIdx } from "./idx.js";
import { loadSplit, openSplit } from "./load-split.js";
import { sourceOfIdx } from "./source-of-idx.js";
import { imagesFile, labelsFile, writeTestSplit } from "./testing/idx-files.js";
import { toSource } from "./to-source.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

const sha256 = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");

interface Files {
  images?: Uint8Array;
  labels?: Uint8Array;
}

function source({ images = imagesFile, labels = labelsFile }: Files = {}, classes?: number) {
  const parts = { images: sha256(images), labels: sha256(labels) };
  return sourceOfIdx(
    {
      images: { name: "t10k-images-idx3-ubyte", bytes: images },
      labels: { name: "t10k-labels-idx1-ubyte", bytes: labels },
    },
    { name: "tiny", split: "test", classes, digest: { parts, all: sha256(digestedText(parts)) } },
  );
}

test.each([10, Infinity])(
  "it is the source that the files on a disk are, of %i classes",
  async (classes) => {
    const data = temporaryDirectory();
    writeTestSplit(data);
    const memory = imagesFile.length;
    const opened = toSource(await openSplit("test", { data, name: "tiny", classes, memory }));
    expect(source({}, Number.isFinite(classes) ? classes : undefined)).toEqual(opened);
    expect(opened.classes).toBe(Number.isFinite(classes) ? 10 : 8);
  },
);

test("pixels are not copied: the training images are 47 MB", () => {
  expect(source().handle.buffer).toBe(imagesFile.buffer);
});

describe("what is refused on a disk is refused in memory, in the same words", () => {
  test.each<[string, Files, number?]>([
    ["fewer labels", { labels: encodeIdx({ data: new Uint8Array(2), shape: [2] }) }],
    ["more labels", { labels: encodeIdx({ data: new Uint8Array(4), shape: [4] }) }],
    ["a label that is no class", {}, 7],
    ["images in place of labels", { labels: imagesFile }],
    ["labels in place of images", { images: labelsFile }],
    [
      "elements that are no bytes",
      { images: encodeIdx({ data: new Int16Array(12), shape: [3, 2, 2] }) },
    ],
    ["color images", { images: encodeIdx({ data: new Uint8Array(36), shape: [3, 2, 2, 3] }) }],
    ["images cut short", { images: imagesFile.subarray(0, -1) }],
    ["bytes behind the labels", { labels: Uint8Array.of(...labelsFile, 0) }],
    [
      "no images",
      {
        images: encodeIdx({ data: new Uint8Array(), shape: [0, 2, 2] }),
        labels: encodeIdx({ data: new Uint8Array(), shape: [0] }),
      },
    ],
    ["images of no pixels", { images: encodeIdx({ data: new Uint8Array(), shape: [3, 0, 2] }) }],
    ["a CSV file", { images: Buffer.from("label,1x1,1x2\n7,0,0\n") }],
    ["nothing", { labels: new Uint8Array() }],
  ])("%s", async (_, files, classes) => {
    const data = temporaryDirectory();
    writeTestSplit(data, files);
    const error: unknown = await loadSplit("test", { data, ...(classes && { classes }) }).catch(
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(DataError);
    const { file, reason } = error as DataError;
    const inPlace = (text: string): string => text.replaceAll(`${data}/`, "");
    expect(() => source(files, classes)).toThrow(new DataError(inPlace(file), inPlace(reason)));
  });
});

test("of a gzip file it is said what to do, for here nothing is inflated", () => {
  expect(() => source({ images: gzipSync(imagesFile) })).toThrow(
    /^t10k-images-idx3-ubyte: .* \(a gzip file\); decompress/,
  );
});
