import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNpy, encodeNpz, type NumberArray } from "@evalpool/arrays";
import type { StoredImages } from "@evalpool/mnist";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";
import { findData } from "../open-path.js";
import {
  bytes,
  directoryOf,
  fileOf,
  images,
  labels,
  npz,
  open,
  pixels,
  refusal,
} from "../testing/array-files.js";
import { pixelsOf } from "../testing/pixels-of.js";
import { writeNpz } from "../writing/write-npz.js";

/*
 * Files that NumPy 2.4 wrote, in base64, for x = np.arange(12).reshape(3, 2, 2)
 */

/**
 * `np.savez_compressed(f, x_test=np.asfortranarray(x.astype(">u2")), y_test=np.array([[0], [2], [1]]))`
 */
const ofKeras =
  "UEsDBC0AAAAIAAAAIQCYXvpU//////////8KABQAeF90ZXN0Lm5weQEAEACYAAAAAAAAAF8AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbldqpK6joJ6WX1RSlJgXn1+UkgoSDykqTQUKF2ckFqQCuRrGOgpGQKSpo1CrQCbgYmBgYGHgYGBiYGPgYmBkYGXgZGBmYGfgBgBQSwMELQAAAAgAAAAhAIjND+v//////////woAFAB5X3Rlc3QubnB5AQAQAJgAAAAAAAAATgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RrGOgqGmjoKtQpkAy4GKGCC0oxQGgBQSwECLQMtAAAACAAAACEAmF76VF8AAACYAAAACgAAAAAAAAAAAAAAgAEAAAAAeF90ZXN0Lm5weVBLAQItAy0AAAAIAAAAIQCIzQ/rTgAAAJgAAAAKAAAAAAAAAAAAAACAAZsAAAB5X3Rlc3QubnB5UEsFBgAAAAACAAIAcAAAACUBAAAAAA==";

/** `np.savez(f, x.astype("u1"), np.eye(3)[[0, 2, 1]])` */
const inOrder =
  "UEsDBC0AAAAAAAAAIQCaCbEc//////////8JABQAYXJyXzAubnB5AQAQAIwAAAAAAAAAjAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICd8dTEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywgMiwgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgCgABAgMEBQYHCAkKC1BLAwQtAAAAAAAAACEASwoou///////////CQAUAGFycl8xLm5weQEAEADIAAAAAAAAAMgAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8D8AAAAAAAAAAAAAAAAAAPA/AAAAAAAAAABQSwECLQMtAAAAAAAAACEAmgmxHIwAAACMAAAACQAAAAAAAAAAAAAAgAEAAAAAYXJyXzAubnB5UEsBAi0DLQAAAAAAAAAhAEsKKLvIAAAAyAAAAAkAAAAAAAAAAAAAAIABxwAAAGFycl8xLm5weVBLBQYAAAAAAgACAG4AAADKAQAAAAA=";

/** `np.save(f, x.astype("f4") / 255)` */
const shares =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAgYCAO4GAADzBwEA8gYCAPKGgoDzBwMA84eDgPIGAAD2RkBA9oaAgPbGwMD0=";

test.each([
  ["Fortran order, big-endian, and labels in a column", ofKeras],
  ["two arrays without names, and labels as rows of a 1", inOrder],
])("what NumPy wrote: %s", async (_, base64) => {
  const source = await open(fileOf("digits.npz", Buffer.from(base64, "base64")));
  expect(source).toMatchObject({ split: "test", classes: 3, count: 3, name: "digits.npz" });
  expect([...source.labels]).toEqual([0, 2, 1]);
  expect(source.format).toMatchObject({ channels: 1, height: 2, width: 2, element: "uint8" });
  expect(await pixelsOf(source)).toEqual([...pixels]);
});

test("floats that are bytes over 255 are those bytes, others stay floats", async () => {
  const y = encodeNpy(labels);
  const whole = directoryOf({ "x_test.npy": Buffer.from(shares, "base64"), "y_test.npy": y });
  expect(await pixelsOf(await open(whole))).toEqual([...pixels]);
  const data = Float32Array.from({ length: 12 }, (_, i) => i / 12);
  const other = directoryOf({
    "x_test.npy": encodeNpy({ data, shape: [3, 2, 2] }),
    "y_test.npy": y,
  });
  const source = await open(other);
  expect(source.format).toMatchObject({ element: "float32", white: 1 });
  expect(await pixelsOf(source)).toEqual([...data]);
});

test("pixels that are true or false are white or black", async () => {
  const header = Buffer.from(encodeNpy({ data: new Uint8Array(12), shape: [3, 2, 2] }));
  const x = Buffer.from(header.toString("latin1").replace("|u1", "|b1"), "latin1");
  x[x.length - 1] = 1;
  const directory = directoryOf({ "images.npy": x, "labels.npy": encodeNpy(labels) });
  expect(await pixelsOf(await open(directory))).toEqual([...new Array<number>(11).fill(0), 255]);
});

test.each([
  ["images.npy", "labels.npy"],
  ["test_images.npy", "test_labels.npy"],
  ["x_test.npy", "y_test.npy"],
  ["kmnist-test-imgs.npz", "kmnist-test-labels.npz"],
  ["X.npy.gz", "y.npz"],
])("%s and %s, by their directory and by the images' file", async (x, y) => {
  const stored = async (name: string, array: NumberArray): Promise<Uint8Array> => {
    if (name.includes(".npz")) return npz({ arr_0: array });
    return name.endsWith(".gz") ? gzipSync(encodeNpy(array)) : encodeNpy(array);
  };
  const directory = directoryOf({ [x]: await stored(x, images), [y]: await stored(y, labels) });
  for (const path of [directory, join(directory, x)]) {
    const source = await open(path);
    expect(await pixelsOf(source)).toEqual([...pixels]);
    expect([...source.labels]).toEqual([0, 2, 1]);
  }
  expect(await refusal(join(directory, y))).toContain("give the file of the images");
});

test("splits are those that are there", async () => {
  const medMnist = ["train", "val", "test"].flatMap((split) => [
    [`${split}_images`, images] as const,
    [`${split}_labels`, { ...labels, shape: [3, 1] }] as const,
  ]);
  const file = fileOf("organmnist.npz", await encodeNpz(new Map(medMnist)));
  for (const path of [file, dirname(file)]) {
    const { kind, splits, open } = await findData(path);
    expect([kind, splits]).toEqual(["NumPy arrays", ["train", "validation", "test"]]);
    expect((await open("validation")).count).toBe(3);
  }
});

test("labels may lie in a file that the caller names", async () => {
  const directory = directoryOf({
    "a/pictures.npy": encodeNpy(images),
    "b/answers.npy": encodeNpy({ data: BigInt64Array.of(1n, 3n, 2n), shape: [3] }),
  });
  const path = join(directory, "a/pictures.npy");
  const source = await open(path, { labels: join(directory, "b/answers.npy"), labelsFrom: 1 });
  expect([...source.labels]).toEqual([0, 2, 1]);
  expect(await refusal(path)).toContain("--labels FILE says where they are");
});

test("images stay in their file unless they are read again and again, or are not as they are used", async () => {
  const file = fileOf("a.npz", await npz({ x_test: images, y_test: labels }));
  const left = await open(file);
  const { parts } = left.handle as StoredImages;
  expect(parts).toMatchObject([{ file, stride: 4, count: 3 }]);
  expect(await pixelsOf(left)).toEqual([...pixels]);
  expect((await open(file, { isRepeated: true })).handle).toBeInstanceOf(Uint8Array);
  const compressed = Buffer.from(ofKeras, "base64");
  const spooled = await open(fileOf("b.npz", compressed), { memory: 5 });
  expect((spooled.handle as StoredImages).parts[0]?.descriptor).toBeTypeOf("number");
  expect(await pixelsOf(spooled)).toEqual([...pixels]);
});

test("an array is known by its content, however it is packed", async () => {
  const arrays = new Map([
    ["x_test", images],
    ["y_test", labels],
  ]);
  const paths = [
    fileOf("a.npz", await encodeNpz(arrays)),
    fileOf("b.npz", await encodeNpz(arrays, { isCompressed: true })),
    directoryOf({ "x_test.npy": encodeNpy(images), "y_test.npy": encodeNpy(labels) }),
    directoryOf({ "x_test.npy.gz": gzipSync(encodeNpy(images)), "y_test.npy": encodeNpy(labels) }),
  ];
  const digests = await Promise.all(paths.map(async (path) => (await open(path)).digest));
  // hashlib.sha256(open("x_test.npy", "rb").read()).hexdigest(), as np.save wrote it
  const sha256 = "28f03f39bbf1b8581e65382883e1c765d953551448331750ace8190d9415a90a";
  for (const digest of digests) {
    expect(digest).toEqual(digests[0]);
    expect(digest.parts.images).toBe(sha256);
  }
});

test("colours are found last or first, and are given as planes", async () => {
  const planes = bytes([2, 3, 2, 5]);
  const set = {
    images: planes.data as Uint8Array,
    shape: [3, 2, 5] as const,
    labels: Uint8Array.of(0, 1),
  };
  const last = join(temporaryDirectory(), "rgb.npz");
  await writeNpz(last, "test", set);
  const y = { data: set.labels, shape: [2] };
  const first = fileOf("a.npz", await npz({ x_test: planes, y_test: y }));
  for (const [path, layout] of [
    [last, "HWC"],
    [first, "CHW"],
  ] as const) {
    const source = await open(path);
    expect(source.format).toMatchObject({ channels: 3, height: 2, width: 5, layout });
    expect(await pixelsOf(source)).toEqual([...set.images]);
  }
});
