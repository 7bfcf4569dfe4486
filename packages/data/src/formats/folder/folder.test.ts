import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { DataError } from "@evalpool/errors";
import { temporaryDirectory } from "../../../../../test/temporary-directory.js";
import { encodePng } from "../../images/encode-png.js";
import type { PathOptions } from "../../dataset-options.js";
import { findData } from "../../open-path.js";
import { openImages } from "../../reading/open-images.js";
import { writeImageFolder } from "../../writing/write-image-folder.js";
import { listImages } from "./list-images.js";

/** A gray image of one value. */
function gray(value: number, height = 2, width = 3): Buffer {
  return encodePng(new Uint8Array(height * width).fill(value), [1, height, width]);
}

function lay(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function open(root: string, options: PathOptions = {}, split = "test") {
  return (await findData(root, options)).open(split);
}

const animals = { "dog/b.png": gray(1), "cat/x/a.png": gray(2), "cat/b.png": gray(3) };

test("images are in the order of their paths, labels in that of the names of classes", async () => {
  const root = lay({
    ...animals,
    "README.md": "of no class",
    "cat/.DS_Store": "",
    "cat/Thumbs.db": "",
  });
  const source = await open(root);
  expect(source).toMatchObject({
    kind: "a folder for each class",
    count: 3,
    labels: Uint8Array.of(0, 0, 1),
    classes: 2,
    classNames: ["cat", "dog"],
    format: { channels: 1, height: 2, width: 3, layout: "CHW", element: "uint8" },
  });
  using reader = openImages(source);
  const into = new Uint8Array(12);
  await reader.read(1, into);
  expect([...into]).toEqual([...Array<number>(6).fill(2), ...Array<number>(6).fill(1)]);
});

// Oracle: (cd root && find . -type f | sort | sed 's|^\./||' | xargs sha256sum) | sha256sum
test("the digest is of what `sha256sum` prints of the files in their order", async () => {
  const sha256 = (content: string | Uint8Array): string =>
    createHash("sha256").update(content).digest("hex");
  const lines = ["cat/b.png", "cat/x/a.png", "dog/b.png"].map(
    (name) => `${sha256(animals[name as keyof typeof animals])}  ${name}\n`,
  );
  const { digest } = await open(lay(animals));
  expect(digest.parts).toEqual({
    images: sha256(lines.join("")),
    labels: sha256("cat\ncat\ndog\n"),
  });
});

test("numbers as names are the labels themselves", async () => {
  const source = await open(lay({ "10/a.png": gray(0), "2/a.png": gray(0) }));
  expect(source).toMatchObject({ labels: Uint8Array.of(10, 2), classes: 11 });
  expect(source.classNames).toBeUndefined();
});

test("splits are told by the names of folders above the classes", async () => {
  const root = lay({ "test/a/1.png": gray(1), "train/a/1.png": gray(2), "val/a/1.png": gray(3) });
  const found = await findData(root);
  expect(found.splits).toEqual(["test", "train", "validation"]);
  using reader = openImages(await found.open("validation"));
  const into = new Uint8Array(6);
  await reader.read(0, into);
  expect(into[0]).toBe(3);
});

test("splits have several names", async () => {
  const root = lay({
    "testing/a/1.png": gray(1),
    "training/a/1.png": gray(2),
    "dev/a/1.png": gray(3),
  });
  expect((await findData(root)).splits).toEqual(["validation", "test", "train"]);
  expect((await findData(lay({ "eval/a/1.png": gray(1) }))).splits).toEqual(["test"]);
});

test("a class that one split lacks moves no label", async () => {
  const root = lay({
    "test/b/1.png": gray(1),
    "train/a/1.png": gray(2),
    "train/b/1.png": gray(2),
  });
  expect(await open(root)).toMatchObject({
    count: 1,
    labels: Uint8Array.of(1),
    classNames: ["a", "b"],
  });
  const numbers = lay({ "test/00/1.png": gray(1), "train/02/1.png": gray(2) });
  expect(await open(numbers)).toMatchObject({ labels: Uint8Array.of(0), classes: 3 });
  const twice = lay({ "test/1/1.png": gray(1), "train/01/1.png": gray(2) });
  await expect(open(twice)).rejects.toThrow("expected each class once, got 01 and 1");
});

test.each(["", "images/", "data/images/"])("classes and splits are found in %j", async (above) => {
  const classes = lay({ [`${above}a/1.png`]: gray(1), [`${above}b/x/1.png`]: gray(1) });
  expect((await open(classes)).classNames).toEqual(["a", "b"]);
  const splits = lay({ [`${above}test/a/1.png`]: gray(1), [`${above}train/a/1.png`]: gray(1) });
  expect((await findData(splits)).splits).toEqual(["test", "train"]);
});

test("a folder alone is a class where it holds images", async () => {
  const root = lay({ "cat/1.png": gray(1), "cat/x/2.png": gray(1) });
  expect(await open(root)).toMatchObject({ count: 2, classNames: ["cat"] });
});

test.each([
  ["WebP", "RIFF\0\0\0\0WEBPVP8 ", "1.webp"],
  ["GIF", "GIF89a", "1.gif"],
  ["TIFF", "II*\0", "1"],
  ["BMP", "BM\x10\0\0\0\0\0\0\0", "1.bmp"],
])("images of another kind are named: %s", async (kind, content, name) => {
  const root = lay({ [`test/a/${name}`]: content, [`test/b/${name}`]: content });
  await expect(open(root)).rejects.toThrow(
    new DataError(
      join(root, "test/a", name),
      `expected PNG or JPEG images, got a ${kind} image; convert them`,
    ),
  );
});

test("a class may be called as a split is", async () => {
  const source = await open(lay({ "train/1.png": gray(1), "bus/1.png": gray(2) }));
  expect(source.classNames).toEqual(["bus", "train"]);
});

test("images of several sizes have no format, and are given one by one", async () => {
  const root = lay({ "a/1.png": gray(1), "a/2.png": gray(2, 4, 4) });
  const source = await open(root);
  expect(source.format).toBeUndefined();
  using reader = openImages(source);
  expect((await reader.readEach?.(0, 2))?.map(({ shape, name }) => [shape, name])).toEqual([
    [[1, 2, 3], join(root, "a/1.png")],
    [[1, 4, 4], join(root, "a/2.png")],
  ]);
});

test.each([0, 2 ** 20])(
  "with %i bytes of memory, a file that changed is not read",
  async (memory) => {
    const root = lay({ "a/1.png": gray(1) });
    const source = await open(root, { memory });
    writeFileSync(join(root, "a/1.png"), gray(9));
    using reader = openImages(source);
    const into = new Uint8Array(6);
    const reading = async (): Promise<unknown> => reader.read(0, into);
    if (memory === 0) await expect(reading()).rejects.toThrow("a/1.png: expected a file at rest");
    else expect(await reading().then(() => into[0])).toBe(1);
  },
);

const bad: readonly (readonly [string, Parameters<typeof lay>[0], string])[] = [
  [
    "a class without images",
    { "a/1.png": gray(1), "b/.keep": "" },
    "/b: expected images of the class, got none; remove the folder, or put images into it",
  ],
  [
    "a web page",
    { "a/1.png": gray(1), "a/2.png": "<!doctype html>" },
    "/a/2.png: expected a PNG or JPEG image, got a web page; download the file itself, not the page about it",
  ],
  [
    "a file that is no image",
    { "a/1.png": gray(1), "a/notes.txt": "what I saw" },
    "/a/notes.txt: expected a PNG or JPEG image, got a text file",
  ],
  [
    "classes that differ in case",
    { "Cat/1.png": gray(1), "cat/1.png": gray(1) },
    ": Cat and cat differ in case alone; rename one of them",
  ],
  [
    "files that differ in case",
    { "a/X.png": gray(1), "a/x.png": gray(1) },
    "/a: X.png and x.png differ in case alone; rename one of them",
  ],
  [
    "images without folders",
    { "1.png": gray(1), "2.png": gray(1) },
    ": expected a folder for each class, got images without one, as 1.png; give the directory above it, or put them in such folders",
  ],
  [
    "a folder beside the splits",
    { "test/a/1.png": gray(1), "extra/a/1.png": gray(1) },
    ": expected splits alone beside test, got extra: move it away",
  ],
  [
    "classes too far down",
    { "x/y/z/a/1.png": gray(1) },
    "/x/y: expected a folder for each class, got z alone, which holds folders; give the one above the classes",
  ],
  [
    "classes too far down in a split",
    { "test/images/a/1.png": gray(1) },
    "/test: expected a folder for each class, got images alone, which holds folders; move them up, out of it",
  ],
  [
    "drawings",
    { "a/1.svg": "<svg/>" },
    "/a/1.svg: expected PNG or JPEG images, got an SVG image; convert them",
  ],
  [
    "two folders for a split",
    { "val/a/1.png": gray(1), "valid/a/1.png": gray(1) },
    "are both of the split validation; give one",
  ],
];

test.each(bad)("%s: an error that says where and what", async (_, files, message) => {
  const root = lay(files);
  const error: unknown = await open(root).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DataError);
  const text = (error as Error).message;
  expect(message.startsWith("are") ? text.endsWith(message) : text === root + message, text).toBe(
    true,
  );
});

test("links are followed, but not in circles", async () => {
  const root = lay(animals);
  symlinkSync(join(root, "cat"), join(root, "tiger"));
  expect(await open(root)).toMatchObject({ count: 5, classNames: ["cat", "dog", "tiger"] });
  symlinkSync(root, join(root, "cat", "all"));
  await expect(open(root)).rejects.toThrow(
    "cat/all: expected a folder, got a link to one that it lies in",
  );
});

test("a link that leads nowhere is told", async () => {
  const root = lay(animals);
  symlinkSync("nowhere", join(root, "cat", "z.png"));
  await expect(open(root)).rejects.toThrow(
    `${join(root, "cat", "z.png")}: no such file or directory`,
  );
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be looked into is told", async () => {
  const root = lay(animals);
  chmodSync(join(root, "dog"), 0);
  await expect(open(root)).rejects.toThrow(`${join(root, "dog")}: permission denied`);
  chmodSync(join(root, "dog"), 0o700);
});

test("there is a bound on what is listed", async () => {
  const root = lay(animals);
  // Three files and three folders.
  expect((await listImages(root, { most: 6 })).names).toHaveLength(3);
  await expect(listImages(root, { most: 5 })).rejects.toThrow(
    `${root}: expected at most 5 files, got more`,
  );
});

test("it stops when it is aborted", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(open(lay(animals), { signal })).rejects.toThrow("enough");
});

test("what is written is read again, with names and colours", async () => {
  const directory = join(temporaryDirectory(), "new");
  const images = Uint8Array.from({ length: 2 * 3 * 4 }, (_, i) => i * 10);
  const classNames = ["sea", "a wood"];
  await writeImageFolder(directory, {
    images,
    shape: [3, 2, 2],
    labels: Uint8Array.of(0, 1),
    classNames,
  });
  const source = await open(directory, { classNames });
  expect(source).toMatchObject({ classNames, labels: Uint8Array.of(1, 0) });
  using reader = openImages(source);
  const into = new Uint8Array(24);
  await reader.read(0, into);
  expect(into).toEqual(Uint8Array.of(...images.subarray(12), ...images.subarray(0, 12)));
});

test.each([
  [{ classNames: ["../sea"] }, "expected names of classes that a folder can have, got ../sea"],
  [{ shape: [2, 1, 1] as const }, "expected images of 1 or 3 channels, got 2"],
  [
    { images: new Uint8Array(3) },
    "expected 1 images of shape (1,1,1), as there are labels, got 3 pixels",
  ],
])("%j cannot be written", async (part, message) => {
  const images = { images: Uint8Array.of(1), shape: [1, 1, 1] as const, labels: Uint8Array.of(0) };
  const directory = join(temporaryDirectory(), "new");
  await expect(writeImageFolder(directory, { ...images, ...part })).rejects.toThrow(message);
});

test("nothing is written among other files", async () => {
  const images = { images: Uint8Array.of(1), shape: [1, 1, 1] as const, labels: Uint8Array.of(0) };
  const root = lay(animals);
  await expect(writeImageFolder(root, images)).rejects.toThrow("expected an empty directory");
});

test("splits that have no class in common are not numbered together", async () => {
  const root = lay({
    "train/cat/a.png": gray(1),
    "train/zebra/a.png": gray(2),
    "test/images/a.png": gray(3),
  });
  await expect(open(root)).rejects.toThrow(
    "expected splits of the same classes, got images here and cat in another split",
  );
});
