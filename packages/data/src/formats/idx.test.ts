import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeIdx, type IdxData, type IndexedSource } from "@evalpool/mnist";
import type { PathOptions } from "../dataset-options.js";
import { findData } from "../open-path.js";
import { openImages } from "../reading/open-images.js";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

const pixels = Uint8Array.from({ length: 3 * 6 }, (_, i) => i * 10);
const imagesFile = encodeIdx({ data: pixels, shape: [3, 2, 3] });
const labelsFile = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

/** A directory of these files. */
function holding(files: Readonly<Record<string, Uint8Array>>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    const file = join(directory, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}

async function open(path: string, options?: PathOptions, split = "test"): Promise<IndexedSource> {
  return (await findData(path, options)).open(split);
}

/** All pixels of a source, as its format has them. */
async function read(source: IndexedSource): Promise<number[]> {
  const { channels, height, width, element } = source.format!;
  const size = channels * height * width * (element === "uint8" ? 1 : 4);
  const into = new Uint8Array(source.count * size);
  using reader = openImages(source);
  await reader.read(0, into);
  return element === "uint8" ? [...into] : [...new Float32Array(into.buffer)];
}

async function readAt(path: string, options?: PathOptions): Promise<number[]> {
  return read(await open(path, options));
}

const [IMAGES, LABELS] = ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

test.each([
  ["as MNIST's are called", { [IMAGES]: imagesFile, [LABELS]: labelsFile }],
  [
    "gzip without .gz, and none with it",
    { [IMAGES]: gzipSync(imagesFile), [`${LABELS}.gz`]: labelsFile },
  ],
  [
    "gzip members one after the other",
    {
      [IMAGES]: Buffer.concat([
        gzipSync(imagesFile.subarray(0, 9)),
        gzipSync(imagesFile.subarray(9)),
      ]),
      [LABELS]: labelsFile,
    },
  ],
  ["one level down", { [`raw/${IMAGES}`]: imagesFile, [`raw/${LABELS}`]: labelsFile }],
  ["further down", { [`MNIST/raw/${IMAGES}`]: imagesFile, [`MNIST/raw/${LABELS}`]: labelsFile }],
  [
    "with a prefix",
    { "own-test-images-idx3-ubyte": imagesFile, "own-test-labels-idx1-ubyte": labelsFile },
  ],
  [
    "beside what macOS leaves",
    {
      "own-images-idx3-ubyte": imagesFile,
      "own-labels-idx1-ubyte": labelsFile,
      "._own-images-idx3-ubyte": new Uint8Array(8),
      "._own-labels-idx1-ubyte": new Uint8Array(8),
    },
  ],
])("files are read %s", async (_, files) => {
  const source = await open(holding(files));
  expect(source).toMatchObject({ kind: "IDX files", count: 3, classes: 8 });
  expect([...source.labels]).toEqual([7, 2, 1]);
  expect(await read(source)).toEqual([...pixels]);
});

test("a validation split is not the test split beside it", async () => {
  const directory = holding({
    [IMAGES]: imagesFile,
    [LABELS]: labelsFile,
    "val-images-idx3-ubyte": encodeIdx({ data: pixels.subarray(6), shape: [2, 2, 3] }),
    "val-labels-idx1-ubyte": encodeIdx({ data: Uint8Array.of(4, 5), shape: [2] }),
  });
  expect([...(await open(directory, {}, "validation")).labels]).toEqual([4, 5]);
  expect([...(await open(directory)).labels]).toEqual([7, 2, 1]);
});

test("a file of images is given alone, its labels lie beside it or are said", async () => {
  const directory = holding({
    [IMAGES]: imagesFile,
    [LABELS]: labelsFile,
    "own.bin": labelsFile.with(8, 0),
  });
  const file = join(directory, IMAGES);
  expect([...(await open(file)).labels]).toEqual([7, 2, 1]);
  expect([...(await open(join(directory, LABELS))).labels]).toEqual([7, 2, 1]);
  const labels = join(directory, "own.bin");
  expect([...(await open(file, { labels })).labels]).toEqual([0, 2, 1]);
  expect([...(await open(directory, { labels })).labels]).toEqual([0, 2, 1]);
  const alone = join(holding({ [IMAGES]: imagesFile }), IMAGES);
  await expect(open(alone)).rejects.toThrow(
    `${alone}: expected its labels beside it, named as it is; else give --labels FILE`,
  );
  const train = join(holding({ "train-images-idx3-ubyte": imagesFile }), "train-images-idx3-ubyte");
  expect((await findData(train)).splits).toEqual(["train"]);
});

test("of several data sets in one directory, or below it, none is taken for the one meant", async () => {
  const side = holding({
    "emnist-letters-test-images-idx3-ubyte": imagesFile,
    "emnist-digits-test-images-idx3-ubyte": imagesFile,
  });
  await expect(open(side)).rejects.toThrow(
    /expected one data set, got several: give the file of one of emnist-digits\S+; emnist-letters/,
  );
  const below = holding({
    [`a/${IMAGES}`]: imagesFile,
    [`a/${LABELS}`]: labelsFile,
    [`b/${IMAGES}`]: imagesFile,
    [`b/${LABELS}`]: labelsFile,
  });
  await expect(open(below)).rejects.toThrow(
    /expected one data set, got several: give one of \S+a; \S+b$/,
  );
});

// Oracle: np.arange(0, 60, 10).reshape(3, 2).T.ravel()
test("EMNIST's images are turned upright, and the kind says so", async () => {
  const source = await open(
    holding({
      "emnist-mnist-test-images-idx3-ubyte": imagesFile,
      "emnist-mnist-test-labels-idx1-ubyte": labelsFile,
    }),
  );
  expect(source.kind).toBe("IDX files of EMNIST, stored column by column");
  expect(source.format).toMatchObject({ isTransposed: true });
  expect((await read(source)).slice(0, 6)).toEqual([0, 20, 40, 10, 30, 50]);
});

test("QMNIST's labels are the first of each row", async () => {
  const rows = Int32Array.from([
    3, 0, 9, 9, 9, 9, 9, 9, 5, 1, 9, 9, 9, 9, 9, 9, 0, 4, 9, 9, 9, 9, 9, 9,
  ]);
  const files = {
    "qmnist-test-images-idx3-ubyte.gz": gzipSync(imagesFile),
    "qmnist-test-labels-idx2-int.gz": gzipSync(encodeIdx({ data: rows, shape: [3, 8] })),
  };
  expect([...(await open(holding(files))).labels]).toEqual([3, 5, 0]);
});

const types: Readonly<Record<string, (values: readonly number[]) => IdxData>> = {
  int8: (values) => Int8Array.from(values),
  int16: (values) => Int16Array.from(values),
  int32: (values) => Int32Array.from(values),
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
};

test.each(Object.entries(types))("pixels of %s, and labels", async (_, create) => {
  const of = (values: readonly number[]): string =>
    holding({
      [IMAGES]: encodeIdx({ data: create(values), shape: [3, 1, 2] }),
      [LABELS]: encodeIdx({ data: create([7, 2, 1]), shape: [3] }),
    });
  const whole = await open(of([0, 1, 2, 100, 126, 127]));
  expect(whole.format).toMatchObject({ element: "uint8" });
  expect(await read(whole)).toEqual([0, 1, 2, 100, 126, 127]);
  expect([...whole.labels]).toEqual([7, 2, 1]);
  const signed = await open(of([-1, 1, 2, 100, 126, 127]));
  expect(signed.format).toMatchObject({ element: "float32" });
  expect(await read(signed)).toEqual([-1, 1, 2, 100, 126, 127]);
});

test("floats from 0 to 1 are parts of white, or bytes where they were", async () => {
  const of = (data: Float32Array): string =>
    holding({ [IMAGES]: encodeIdx({ data, shape: [3, 1, 2] }), [LABELS]: labelsFile });
  const bytes = await open(of(Float32Array.from([0, 51, 102, 153, 204, 255], (v) => v / 255)));
  expect(await read(bytes)).toEqual([0, 51, 102, 153, 204, 255]);
  const unit = await open(of(Float32Array.of(0, 0.5, 0.25, 0.125, 1, 0.75)));
  expect(unit.format).toMatchObject({ element: "float32", white: 1 });
  expect(await read(unit)).toEqual([0, 0.5, 0.25, 0.125, 1, 0.75]);
});

test("flat rows take a shape, colour lies in the first or the last axis", async () => {
  const of = (shape: readonly number[]): string =>
    holding({ [IMAGES]: encodeIdx({ data: pixels, shape }), [LABELS]: labelsFile });
  expect(await readAt(of([3, 6]), { shape: [2, 3] })).toEqual([...pixels]);
  await expect(open(of([3, 6]))).rejects.toThrow("--shape HxW");
  expect(await readAt(of([3, 3, 1, 2]))).toEqual([...pixels]);
  // numpy: x.reshape(3, 1, 2, 3).transpose(0, 3, 1, 2).ravel()[:6]
  expect((await readAt(of([3, 1, 2, 3]))).slice(0, 6)).toEqual([0, 30, 10, 40, 20, 50]);
});

test("what is more than memory may hold stays in files", async () => {
  const plain = holding({ [IMAGES]: imagesFile, [LABELS]: labelsFile });
  const gzip = holding({ [IMAGES]: gzipSync(imagesFile), [LABELS]: labelsFile });
  const wide = holding({
    [IMAGES]: encodeIdx({ data: Int16Array.from(pixels), shape: [3, 2, 3] }),
    [LABELS]: labelsFile,
  });
  for (const directory of [plain, gzip, wide]) {
    const source = await open(directory, { memory: 10, isRepeated: true });
    expect(source.handle).toMatchObject({ kind: "stored" });
    expect(await read(source)).toEqual([...pixels]);
    const held = await open(directory, { memory: 1000, isRepeated: true });
    expect(held.handle).toBeInstanceOf(Uint8Array);
    expect(await read(held)).toEqual([...pixels]);
  }
});

test.each([
  [
    "swapped",
    { [IMAGES]: labelsFile, [LABELS]: imagesFile },
    /expected images, got uint8 of shape \(3,\), as labels/,
  ],
  [
    "images twice",
    { [IMAGES]: imagesFile, [LABELS]: imagesFile },
    /expected labels: .* got uint8 of shape \(3,2,3\), as images have/,
  ],
  [
    "labels for other images",
    { [IMAGES]: imagesFile, [LABELS]: encodeIdx({ data: new Uint8Array(2), shape: [2] }) },
    /2 labels for the 3 images of \S+t10k-images-idx3-ubyte$/,
  ],
  [
    "labels that are one-hot rows",
    { [IMAGES]: imagesFile, [LABELS]: encodeIdx({ data: new Uint8Array(30), shape: [3, 10] }) },
    /expected labels: .*, got uint8 of shape \(3,10\)$/,
  ],
  [
    "labels that are not whole",
    { [IMAGES]: imagesFile, [LABELS]: encodeIdx({ data: Float32Array.of(1, 2.5, 0), shape: [3] }) },
    /expected labels that are whole numbers, got 2.5 at index 1$/,
  ],
  [
    "pixels that are no numbers",
    {
      [IMAGES]: encodeIdx({ data: Float32Array.of(1, NaN, 0), shape: [3, 1, 1] }),
      [LABELS]: labelsFile,
    },
    /expected finite pixels, got NaN at element 1$/,
  ],
  [
    "no images",
    {
      [IMAGES]: encodeIdx({ data: new Uint8Array(), shape: [0, 2, 3] }),
      [LABELS]: encodeIdx({ data: new Uint8Array(), shape: [0] }),
    },
    /expected images, got shape \(0,2,3\)$/,
  ],
  [
    "a web page",
    { [IMAGES]: Buffer.from("<!doctype html><html>"), [LABELS]: labelsFile },
    /\(a web page\); download/,
  ],
])("refused: %s", async (_, files, reason) => {
  await expect(open(holding(files))).rejects.toThrow(reason);
});

test("any type and shape, gzipped or not, held or spooled: the same pixels", async () => {
  const directory = temporaryDirectory();
  const numbers = fc.record({
    type: fc.constantFrom(...Object.keys(types)),
    count: fc.integer({ min: 1, max: 5 }),
    height: fc.integer({ min: 1, max: 40 }),
    width: fc.integer({ min: 1, max: 40 }),
    seed: fc.nat(),
    isGzip: fc.boolean(),
    memory: fc.constantFrom(0, 1e6),
  });
  await fc.assert(
    fc.asyncProperty(numbers, async ({ type, count, height, width, seed, isGzip, memory }) => {
      const size = count * height * width;
      const values = Array.from({ length: size }, (_, i) => ((seed + i * 7919) % 255) - 127);
      const data = types[type]!(values);
      const images = encodeIdx({ data, shape: [count, height, width] });
      const labels = encodeIdx({ data: new Uint8Array(count), shape: [count] });
      writeFileSync(join(directory, IMAGES), isGzip ? gzipSync(images) : images);
      writeFileSync(join(directory, LABELS), labels);
      expect(await readAt(directory, { memory })).toEqual(values);
    }),
    { numRuns: 60 },
  );
});

test("a file cut short anywhere is refused, never read as another", async () => {
  const images = encodeIdx({ data: Int16Array.from(pixels), shape: [3, 2, 3] });
  const directory = holding({ [IMAGES]: images, [LABELS]: labelsFile });
  for (let length = images.length - 1; length >= 0; length--) {
    truncateSync(join(directory, IMAGES), length);
    await expect(open(directory)).rejects.toThrow(/^\S+t10k-images-idx3-ubyte: /);
  }
});

describeShared("real files", () => {
  test("notMNIST: ten letters, a thousand of each", async () => {
    const source = await open(sharedFile("real/notmnist"));
    expect(source).toMatchObject({ kind: "IDX files", count: 10_000, classes: 10 });
    const counts = Array.from(
      { length: 10 },
      (_, i) => source.labels.filter((l) => l === i).length,
    );
    expect(counts).toEqual(new Array(10).fill(1000));
  });
});
