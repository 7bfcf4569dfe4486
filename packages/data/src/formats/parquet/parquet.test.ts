import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import type { IndexedSource } from "@evalpool/mnist";
import { temporaryDirectory } from "../../../../../test/temporary-directory.js";
import { encodePng } from "../../images/encode-png.js";
import { pillowImages } from "../../images/testing/pillow-images.generated.js";
import type { PathOptions } from "../../dataset-options.js";
import { findData } from "../../open-path.js";
import { openImages } from "../../reading/open-images.js";
import { writeParquet } from "../../writing/write-parquet.js";
import { pyarrowFiles } from "./testing/pyarrow-files.generated.js";

const pyarrow = Buffer.from(pyarrowFiles.snappy, "base64");

function lay(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function open(path: string, options: PathOptions = {}): Promise<IndexedSource> {
  return (await findData(path, options)).open("test");
}

async function pixelsOf(source: IndexedSource): Promise<string[]> {
  using reader = openImages(source);
  const images = await reader.readEach?.(0, source.count);
  return (images ?? []).map(({ bytes }) => Buffer.from(bytes).toString("hex"));
}

const [gray, grayOf4Bit] = ["gray", "gray of 4 bit"].map(
  (name) => pillowImages.find((image) => image.name === name)?.pixels,
);

test.each(["snappy", "zstd", "gzip", "brotli", "none"] as const)(
  "what pyarrow writes with %s is read",
  async (codec) => {
    const file = join(
      lay({ "some.parquet": Buffer.from(pyarrowFiles[codec], "base64") }),
      "some.parquet",
    );
    for (const memory of [0, 2 ** 20]) {
      const source = await open(file, { memory });
      expect(source).toMatchObject({
        kind: "Parquet files",
        count: 2,
        labels: Uint8Array.of(1, 0),
        classNames: ["cat", "dog"],
        format: { channels: 1, height: 3, width: 5 },
        handle: { kind: memory === 0 ? "parquet" : "encoded" },
      });
      expect(await pixelsOf(source)).toEqual([gray, grayOf4Bit]);
    }
  },
);

test("the digest is that of the file", async () => {
  const { digest } = await open(lay({ "a.parquet": pyarrow }));
  // sha256sum a.parquet
  expect(digest.parts.images).toBe(
    "ed565d6f5c005e9710a589129ceca5e20e0eb5db8576457eda0a70306c18bf5c",
  );
  // printf '1\n0\n' | sha256sum
  expect(digest.parts.labels).toBe(
    "5d90ef7fc0d040fd56a1e48697cfa99e0dfaf4fd803aefefc3b5053ec1d36aea",
  );
});

test.each([
  [
    [
      "data/test-00000-of-00002.parquet",
      "data/test-00001-of-00002.parquet",
      "data/train-00000-of-00001.parquet",
    ],
    ["test", "train"],
    4,
  ],
  [["mnist/test-00000-of-00001-0a1b2c3d4e5f6071.parquet"], ["test"], 2],
  [["test/0000.parquet", "validation/0000.parquet"], ["test", "validation"], 2],
  [["0000.parquet", "0001.parquet"], ["test"], 4],
  [["my_test.parquet", "my_train.parquet"], ["test", "train"], 2],
])("%j are the splits %j", async (names, splits, count) => {
  const root = lay(Object.fromEntries(names.map((name) => [name, pyarrow])));
  const found = await findData(root);
  expect(found.splits).toEqual(splits);
  for (const memory of [0, 2 ** 20]) {
    const source = await open(root, { memory });
    expect(source.count).toBe(count);
    expect(await pixelsOf(source)).toHaveLength(count);
  }
});

type Column = Parameters<typeof parquetWriteBuffer>[0]["columnData"][number];

function parquetOf(...columnData: Column[]): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

const png = encodePng(Uint8Array.of(7), [1, 1, 1]);
const images: Column = { name: "img", data: [png, png], type: "BYTE_ARRAY" };

test("bytes may stand alone, and labels be names", async () => {
  const labels: Column = { name: "class", data: ["owl", "elk"], type: "STRING" };
  const path = lay({ "a.parquet": parquetOf(images, labels) });
  await expect(open(path)).rejects.toThrow(
    "expected labels that are whole numbers, got owl; --class-names says which number a name has",
  );
  const source = await open(path, { classNames: ["elk", "owl"] });
  expect(source).toMatchObject({ labels: Uint8Array.of(1, 0), classNames: ["elk", "owl"] });
  expect(await pixelsOf(source)).toEqual(["07", "07"]);
});

test("of two columns of labels, the classes are taken", async () => {
  const fine: Column = { name: "fine_label", data: [60, 5], type: "INT32" };
  const coarse: Column = { name: "coarse_label", data: [1, 2], type: "INT32" };
  const source = await open(lay({ "a.parquet": parquetOf(images, coarse, fine) }));
  expect([...source.labels]).toEqual([60, 5]);
});

const label: Column = { name: "label", data: [0, 1], type: "INT32" };
const lz4 = Buffer.from(pyarrowFiles.lz4, "base64");

const bad: readonly (readonly [string, Uint8Array | string, string])[] = [
  ["cut short", pyarrow.subarray(0, -100), "expected a Parquet file, got one that is cut short"],
  [
    "shorter than any",
    pyarrow.subarray(0, 9),
    "expected a Parquet file, got one that is cut short",
  ],
  [
    "another file",
    "<!doctype html><body>Sign in</body>",
    "expected a Parquet file, got a web page; download the file itself, not the page about it",
  ],
  [
    "without images",
    parquetOf(label),
    "expected a column of PNG or JPEG images, a struct with bytes or the bytes themselves, got label (INT32)",
  ],
  [
    "without labels",
    parquetOf(images),
    "expected a column of labels, called label, labels, fine_label, y, class, target, got img (BYTE_ARRAY)",
  ],
  [
    "compressed otherwise",
    lz4,
    "is compressed with LZ4_RAW, which is not read; write it with one of UNCOMPRESSED, SNAPPY, GZIP, BROTLI, ZSTD",
  ],
  [
    "an image missing",
    parquetOf({ ...images, data: [png, null] }, label),
    " row 1: expected an image in column img, got none",
  ],
  [
    "another file as image",
    parquetOf({ ...images, data: [png, Buffer.from("GIF89a")] }, label),
    " row 1: expected a PNG or JPEG image, got a GIF image",
  ],
  [
    "a label missing",
    parquetOf(images, { ...label, data: [0, null] }),
    " row 1: expected a label in column label, got none",
  ],
  [
    "a label out of range",
    parquetOf(images, { ...label, data: [0, -1] }),
    "expected labels from 0 to 65535, got -1 at index 1",
  ],
];

test.each(bad)("%s: an error that says where and what", async (_, content, reason) => {
  const file = join(lay({ "test.parquet": content }), "test.parquet");
  const error: unknown = await open(dirname(file)).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  expect((error as Error).message).toBe(`${file}${reason.startsWith(" row") ? "" : ": "}${reason}`);
});

test("pixels as lists are refused by name", async () => {
  const pixels: Column = {
    name: "image",
    data: [
      [1, 2],
      [3, 4],
    ],
  };
  const content = parquetWriteBuffer({
    columnData: [pixels, { name: "label", data: [0, 1] }],
    schema: [
      { name: "root", num_children: 2 },
      { name: "image", num_children: 1, converted_type: "LIST", repetition_type: "OPTIONAL" },
      { name: "list", num_children: 1, repetition_type: "REPEATED" },
      { name: "element", type: "INT32", repetition_type: "OPTIONAL" },
      { name: "label", type: "INT32", repetition_type: "OPTIONAL" },
    ],
  });
  await expect(open(lay({ "a.parquet": new Uint8Array(content) }))).rejects.toThrow(
    "got image (a list); label (INT32)",
  );
});

test("a file of several that is missing is told", async () => {
  const root = lay({
    "test-00000-of-00003.parquet": pyarrow,
    "test-00002-of-00003.parquet": pyarrow,
  });
  await expect(findData(root)).rejects.toThrow(
    `${root}: expected 3 files, test-00001-of-00003.parquet is missing`,
  );
});

test("files of two data sets are not one", async () => {
  const root = lay({ "cifar10/test.parquet": pyarrow, "cifar100/test.parquet": pyarrow });
  await expect(findData(root)).rejects.toThrow(
    "holds Parquet files in cifar10 and cifar100; give one of them",
  );
});

test("a file that changed since its digest was taken is not read", async () => {
  const file = join(lay({ "test.parquet": pyarrow }), "test.parquet");
  const source = await open(file, { memory: 0 });
  writeFileSync(file, pyarrow);
  await expect(pixelsOf(source)).rejects.toThrow(
    `${file}: expected a file at rest, got one that changed meanwhile`,
  );
});

test("what is written is read again, by row group", async () => {
  const file = join(temporaryDirectory(), "test.parquet");
  const count = 2500;
  const pixels = Uint8Array.from({ length: 3 * count }, (_, i) => i % 251);
  const labels = Uint16Array.from({ length: count }, (_, i) => i % 300);
  const classNames = Array.from({ length: 300 }, (_, i) => `class ${i}`);
  await writeParquet(file, { images: pixels, shape: [3, 1, 1], labels, classNames });
  for (const memory of [0, 2 ** 20]) {
    const source = await open(file, { memory });
    expect(source).toMatchObject({ count, labels, classNames });
    using reader = openImages(source);
    const into = new Uint8Array(3 * count);
    await reader.read(0, into);
    expect(Buffer.from(into).equals(pixels)).toBe(true);
    // Across the border of two row groups.
    const some = new Uint8Array(30);
    await reader.read(995, some);
    expect(some).toEqual(pixels.subarray(3 * 995, 3 * 1005));
  }
});

test("whatever is cut off or turned over, it is an error or the same images, never a crash", async () => {
  const file = join(temporaryDirectory(), "test.parquet");
  const anyDamage = fc.record({ at: fc.nat(pyarrow.length - 1), bit: fc.option(fc.nat(7)) });
  await fc.assert(
    fc.asyncProperty(anyDamage, async ({ at, bit }) => {
      writeFileSync(
        file,
        bit === null ? pyarrow.subarray(0, at) : pyarrow.with(at, pyarrow[at]! ^ (1 << bit)),
      );
      const reading = async (): Promise<string[]> => pixelsOf(await open(file));
      const outcome = await reading().catch((error: unknown) => error);
      if (!(outcome instanceof DataError)) expect(outcome).toEqual([gray, grayOf4Bit]);
    }),
    { numRuns: 500 },
  );
}, 60_000);
