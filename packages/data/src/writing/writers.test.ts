import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { parseIdx, type IndexedSource } from "@evalpool/mnist";
import { loadSplit } from "@evalpool/mnist/node";
import type { LabelledImages } from "../labelled-images.js";
import type { PathOptions } from "../dataset-options.js";
import * as face from "../node.js";
import { findData } from "../open-path.js";
import { writeCsv } from "./write-csv.js";
import { writeIdx } from "./write-idx.js";
import { elementsOf, pixelsOf } from "../testing/pixels-of.js";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";

async function open(path: string, options?: PathOptions): Promise<IndexedSource> {
  return (await findData(path, options)).open("test");
}

/** Images of any shape, and labels. */
const anyImages = fc
  .tuple(fc.constantFrom(1, 3), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain((shape) => {
    const pixels = shape[0] * shape[1] * shape[2];
    const image = fc.uint8Array({ minLength: pixels, maxLength: pixels });
    return fc
      .array(fc.tuple(image, fc.nat(255)), { minLength: 1, maxLength: 250 })
      .map((rows): LabelledImages => ({
        images: Uint8Array.from(rows.flatMap(([bytes]) => [...bytes])),
        shape,
        labels: Uint8Array.from(rows, ([, label]) => label),
      }));
  });

test("what is written as CSV is read", async () => {
  const file = join(temporaryDirectory(), "digits.csv");
  await fc.assert(
    fc.asyncProperty(anyImages, async (images) => {
      await writeCsv(file, images);
      const source = await open(file, { shape: images.shape });
      expect(source.labels).toEqual(images.labels);
      expect(await pixelsOf(source)).toEqual([...images.images]);
    }),
    { numRuns: 30 },
  );
});

test("a table of CSV is as Kaggle's", async () => {
  const file = join(temporaryDirectory(), "digits.csv");
  const images = Uint8Array.of(0, 10, 100, 255);
  await writeCsv(file, { images, shape: [1, 1, 2], labels: Uint16Array.of(7, 300) });
  expect(readFileSync(file, "utf8")).toBe("label,pixel0,pixel1\n7,0,10\n300,100,255\n");
});

test("what is written as IDX is MNIST's two files", async () => {
  const directory = join(temporaryDirectory(), "a", "digits");
  const images = Uint8Array.of(0, 10, 100, 255);
  const labels = Uint16Array.of(7, 2);
  await writeIdx(directory, "test", { images, shape: [1, 1, 2], labels });
  const source = await open(directory);
  expect(source).toMatchObject({ kind: "IDX files", count: 2, labels: Uint8Array.of(7, 2) });
  expect(await pixelsOf(source)).toEqual([...images]);
  await writeIdx(directory, "train", { images, shape: [2, 1, 1], labels });
  const colour = readFileSync(join(directory, "train-images-idx4-ubyte"));
  expect(parseIdx(colour, "")).toMatchObject({ data: images, shape: [2, 2, 1, 1] });
  expect(existsSync(join(directory, "train-labels-idx1-ubyte"))).toBe(true);
});

test("arrays that do not fit are refused, and nothing is written", async () => {
  const directory = temporaryDirectory();
  const file = join(directory, "digits.csv");
  const data: LabelledImages = {
    images: new Uint8Array(5),
    shape: [1, 2, 2],
    labels: Uint8Array.of(1),
  };
  const message = "expected 1 images of shape (1,2,2), as there are labels, got 5 pixels";
  await expect(writeCsv(file, data)).rejects.toThrow(message);
  await expect(writeIdx(join(directory, "a"), "test", data)).rejects.toThrow(message);
  const high: LabelledImages = { ...data, images: new Uint8Array(4), labels: Uint16Array.of(256) };
  await expect(writeIdx(join(directory, "a"), "test", high)).rejects.toThrow("up to 255, got 256");
  const none: LabelledImages = { ...data, images: new Uint8Array(), shape: [1, 0, 2] };
  await expect(writeCsv(file, none)).rejects.toThrow("got an empty shape");
  await expect(writeCsv(join(directory, "a", "b.csv"), high)).rejects.toThrow("cannot write");
  expect([file, join(directory, "a")].some((path) => existsSync(path))).toBe(false);
});

/** As from JavaScript, where no type is checked. */
type Write = (...args: readonly unknown[]) => Promise<void>;

const writers = Object.entries<unknown>(face).flatMap(([name, write]) =>
  name.startsWith("write") ? [{ name, write: write as Write }] : [],
);

// Eight of them: were none found by name, none would be tested.
test("there are writers", () => {
  expect(writers).toHaveLength(8);
});

describe.each(writers)("$name tells a caller without types", ({ name, write }) => {
  const hasSplit = write.length === 3;
  const give = (path: unknown, changes: object): Promise<void> => {
    const set = { images: new Uint8Array(4), shape: [1, 2, 2], labels: Uint8Array.of(1) };
    return write(path, ...(hasSplit ? ["test"] : []), { ...set, ...changes });
  };

  test.each([
    // They were written as an array of type "undefined", or into a folder named 1.7.
    [{ labels: [1] }, "labels: expected a Uint8Array or a Uint16Array, got an array"],
    [
      { labels: Float32Array.of(1.7) },
      "labels: expected a Uint8Array or a Uint16Array, got an obj",
    ],
    [{ images: [1, 2, 3, 4] }, "images: expected a Uint8Array, got an array"],
    [{ shape: [2, 2] }, "shape: expected a shape [C, H, W], got an array"],
    [{ shape: undefined }, "shape: expected a shape [C, H, W], got undefined"],
    [{ classNames: "one" }, 'classNames: expected an array of names, got "one"'],
  ])("%j", async (changes, told) => {
    const path = join(temporaryDirectory(), "written");
    await expect(give(path, changes)).rejects.toThrow(UsageError);
    await expect(give(path, changes)).rejects.toThrow(`${name}: ${told}`);
    expect(existsSync(path)).toBe(false);
  });

  test("nothing at all, no path, and what is no set or no split", async () => {
    await expect(write()).rejects.toThrow(UsageError);
    await expect(give(5, {})).rejects.toThrow(/: (file|directory): expected the path of a/);
    const told = hasSplit
      ? /: split: expected (test or train|one of test, train, validation), got "tset"/
      : /: expected labelled images { images, shape, labels }, got "tset"/;
    await expect(write("written", "tset")).rejects.toThrow(told);
  });
});

test("an option that writeNpz does not have is told", async () => {
  const set = { images: new Uint8Array(1), shape: [1, 1, 1], labels: new Uint8Array(1) };
  const written = (face.writeNpz as Write)("x", "test", set, { compressed: true });
  await expect(written).rejects.toThrow("there is no option compressed. Did you mean isCompressed");
});

describeShared("MNIST's test images", () => {
  test("are the same to the byte when they were written and read", async () => {
    const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
    const data: LabelledImages = { images: images.data, shape: [1, 28, 28], labels: labels.data };
    const directory = temporaryDirectory();
    const file = join(directory, "mnist_test.csv");
    await writeCsv(file, data);
    await writeIdx(join(directory, "idx"), "test", data);
    for (const [path, memory] of [
      [file, 2 ** 28],
      [file, 2 ** 20],
      [join(directory, "idx"), 2 ** 28],
    ] as const) {
      const source = await open(path, { memory });
      expect(source).toMatchObject({ count: 10_000, classes: 10 });
      expect(Buffer.compare(source.labels as Uint8Array, labels.data)).toBe(0);
      expect(Buffer.compare((await elementsOf(source)) as Uint8Array, images.data)).toBe(0);
    }
  });
});
