import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { IndexedSource } from "@evalpool/mnist";
import type { LabelledImages } from "../labelled-images.js";
import type { PathOptions } from "../dataset-options.js";
import { findData } from "../open-path.js";
import { openImages } from "../reading/open-images.js";
import { writeCifar } from "../writing/write-cifar.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

/** Images that all differ. */
function images(count: number, classNames?: string[]): LabelledImages {
  return {
    images: Uint8Array.from({ length: count * 3072 }, (_, i) => i * 7 + (i >> 8) * 13),
    shape: [3, 32, 32],
    labels: Uint8Array.from({ length: count }, (_, i) => (i * 3) % 10),
    ...(classNames && { classNames }),
  };
}

/** CIFAR-100's: a coarse label, a fine one, the planes. */
function records100(labels: readonly number[]): Buffer {
  return Buffer.concat(
    labels.map((label, i) => Buffer.concat([Buffer.of(label % 20, label), Buffer.alloc(3072, i)])),
  );
}

async function open(path: string, options?: PathOptions, split = "test"): Promise<IndexedSource> {
  return (await findData(path, options)).open(split);
}

async function read(source: IndexedSource): Promise<Uint8Array> {
  const into = new Uint8Array(source.count * 3072);
  using reader = openImages(source);
  await reader.read(0, into);
  return into;
}

const names = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

test("what is written is read, from its file and from memory, with names", async () => {
  const directory = temporaryDirectory();
  const written = images(300, names);
  await writeCifar(directory, "test", written);
  for (const isRepeated of [false, true]) {
    const source = await open(directory, { isRepeated });
    expect(source).toMatchObject({
      kind: "CIFAR-10 records",
      count: 300,
      classes: 10,
      classNames: names,
    });
    expect(source.format).toMatchObject({ channels: 3, height: 32, width: 32, layout: "CHW" });
    expect(source.handle instanceof Uint8Array).toBe(isRepeated);
    expect(source.labels).toEqual(written.labels);
    expect(Buffer.from(await read(source)).equals(written.images)).toBe(true);
  }
});

test("a training split is in several files, read in the order of their numbers", async () => {
  const directory = join(temporaryDirectory(), "cifar-10-batches-bin");
  for (const batch of [10, 2, 9, 3, 8, 4, 7, 5, 6, 1]) {
    await writeCifar(directory, "test", { ...images(2), labels: Uint8Array.of(batch - 1, 0) });
    renameSync(join(directory, "test_batch.bin"), join(directory, `data_batch_${batch}.bin`));
  }
  const above = join(directory, "..");
  const found = await findData(above);
  expect(found.splits).toEqual(["train"]);
  const source = await found.open("train");
  expect([...source.labels].filter((_, i) => i % 2 === 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const expected = Buffer.concat(new Array<Uint8Array>(10).fill(images(2).images));
  expect(Buffer.from(await read(source)).equals(expected)).toBe(true);
});

test("the writer cuts a training split as the published one is cut", async () => {
  const directory = temporaryDirectory();
  const count = 10_001;
  const labels = new Uint8Array(count).fill(9, 10_000);
  await writeCifar(directory, "train", {
    images: new Uint8Array(count * 3072),
    shape: [3, 32, 32],
    labels,
  });
  expect(readFileSync(join(directory, "data_batch_1.bin"))).toHaveLength(30_730_000);
  expect(readFileSync(join(directory, "data_batch_2.bin"))[0]).toBe(9);
  expect((await open(directory, {}, "train")).count).toBe(count);
});

test("CIFAR-100: the fine labels are the classes", async () => {
  const directory = join(temporaryDirectory(), "cifar-100-binary");
  mkdirSync(directory);
  writeFileSync(join(directory, "test.bin"), records100([49, 33, 72]));
  const fine = Array.from({ length: 100 }, (_, i) => `class ${i}`);
  writeFileSync(join(directory, "fine_label_names.txt"), `${fine.join("\n")}\n`);
  for (const path of [directory, join(directory, ".."), join(directory, "test.bin")]) {
    const source = await open(path);
    expect(source).toMatchObject({ kind: "CIFAR-100 records", classes: 100, classNames: fine });
    expect([...source.labels]).toEqual([49, 33, 72]);
    expect((await read(source)).filter((_, i) => i % 3072 === 0)).toEqual(Uint8Array.of(0, 1, 2));
  }
});

test("a file of another name is told by its size and its labels", async () => {
  const directory = temporaryDirectory();
  await writeCifar(directory, "test", images(5));
  const file = join(directory, "mine.bin");
  copyFileSync(join(directory, "test_batch.bin"), file);
  expect((await open(file)).kind).toBe("CIFAR-10 records");
  writeFileSync(file, records100([99, 0]));
  expect((await open(file)).kind).toBe("CIFAR-100 records");
  writeFileSync(file, Buffer.alloc(3073, 10));
  await expect(open(file)).rejects.toThrow(/^\S+mine.bin: expected IDX files, CIFAR records/);
});

test.each([
  [
    "cut short",
    (file: string) => truncateSync(file, 3073 * 2 - 1),
    "expected records of 3073 bytes, got 6145 in all",
  ],
  [
    "empty",
    (file: string) => truncateSync(file, 0),
    "expected records of 3073 bytes, got 0 in all",
  ],
])("a file %s is refused", async (_, damage, reason) => {
  const directory = temporaryDirectory();
  await writeCifar(directory, "test", images(2));
  const file = join(directory, "test_batch.bin");
  damage(file);
  await expect(open(directory)).rejects.toThrow(`${file}: ${reason}`);
});

test("labels beyond the classes that a model tells apart, or beyond the names, are refused", async () => {
  const directory = temporaryDirectory();
  await writeCifar(directory, "test", images(4));
  await expect(open(directory, { classes: 9 })).rejects.toThrow(
    "expected labels 0 to 8, got 9 at index 3",
  );
  await writeCifar(directory, "test", images(4, names.slice(0, 3)));
  await expect(open(directory)).rejects.toThrow(
    "expected labels below 3, the number of class names",
  );
});

test("what the records say themselves is not said again", async () => {
  const directory = temporaryDirectory();
  await writeCifar(directory, "test", images(1));
  await expect(open(directory, { labels: "x" })).rejects.toThrow(
    "CIFAR-10 records have their own labels",
  );
  await expect(open(directory, { shape: [28, 28] })).rejects.toThrow("are 3x32x32, got 28x28");
});

test.each([
  [{ ...images(1), shape: [1, 28, 28] }, /^CIFAR records are of 3x32x32 bytes/],
  [
    { ...images(2), labels: Uint8Array.of(1) },
    /^expected 1 images of shape \(3,32,32\), as there are labels, got 6144 pixels$/,
  ],
  [{ ...images(1), labels: Uint16Array.of(256) }, /labels of a byte each, up to 255, got 256/],
] as [LabelledImages, RegExp][])("the writer refuses %#", async (given, reason) => {
  await expect(writeCifar(temporaryDirectory(), "test", given)).rejects.toThrow(reason);
});

test("any images and labels, written and read", async () => {
  const directory = temporaryDirectory();
  const labelled = fc.uint8Array({ minLength: 1, maxLength: 600, max: 9 });
  await fc.assert(
    fc.asyncProperty(labelled, fc.nat(255), async (labels, seed) => {
      const bytes = Uint8Array.from({ length: labels.length * 3072 }, (_, i) => i * 31 + seed);
      await writeCifar(directory, "test", { images: bytes, shape: [3, 32, 32], labels });
      const source = await open(directory);
      expect(source.labels).toEqual(labels);
      expect(Buffer.from(await read(source)).equals(bytes)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("a batch that is missing between others is named, and a label that is none of the ten", async () => {
  const directory = temporaryDirectory();
  const record = new Uint8Array(3073);
  for (const batch of [1, 2, 4]) {
    writeFileSync(join(directory, `data_batch_${batch}.bin`), record);
  }
  await expect(open(directory, {}, "train")).rejects.toThrow(
    "data_batch_3.bin: expected one of 4 files or more, got none",
  );
  record[0] = 12;
  writeFileSync(join(directory, "test_batch.bin"), record);
  await expect(open(directory)).rejects.toThrow("expected labels 0 to 9, got 12 at index 0");
});
