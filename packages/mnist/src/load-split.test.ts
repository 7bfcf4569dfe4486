import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { DataError, NotFoundError } from "./errors.js";
import { findSplit } from "./find-split.js";
import { encodeIdx } from "./idx.js";
import { loadMnist, loadMnistSplit } from "./load-mnist.js";
import { loadSplit } from "./load-split.js";
import { oneHot } from "./one-hot.js";
import { readIdx } from "./read-idx.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-mnist-"));
});
afterEach(() => rm(directory, { recursive: true }));

const images = encodeIdx({ data: new Uint8Array(3 * 4).fill(5), shape: [3, 2, 2] });
const labels = encodeIdx({ data: Uint8Array.of(7, 2, 1), shape: [3] });

async function put(folder: string, stem = "t10k", dash = "-"): Promise<string> {
  const path = join(directory, folder);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, `${stem}-images${dash}idx3-ubyte.gz`), gzipSync(images));
  await writeFile(join(path, `${stem}-labels${dash}idx1-ubyte`), labels);
  return path;
}

describe("readIdx", () => {
  async function file(bytes: Uint8Array): Promise<string> {
    const path = join(directory, "file");
    await writeFile(path, bytes);
    return path;
  }

  test("tells gzip by its bytes, and gives the digest of the content", async () => {
    const sha256 = createHash("sha256").update(labels).digest("hex");
    for (const bytes of [labels, gzipSync(labels)]) {
      const read = await readIdx(await file(bytes));
      expect(Array.from(read.data)).toEqual([7, 2, 1]);
      expect(read).toMatchObject({ shape: [3], sha256 });
    }
  });

  test("refuses gzip that is cut short anywhere, or damaged", async () => {
    const zipped = gzipSync(images);
    for (let length = 2; length < zipped.length; length++) {
      await expect(readIdx(await file(zipped.subarray(0, length)))).rejects.toThrow(DataError);
    }
    const wrongSum = zipped.with(-6, zipped.at(-6)! ^ 1);
    await expect(readIdx(await file(wrongSum))).rejects.toThrow("damaged gzip data");
  });

  test("inflates no further than the header declares", async () => {
    const bomb = gzipSync(Buffer.concat([labels, Buffer.alloc(100_000_000)]));
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage().arrayBuffers;
    await expect(readIdx(await file(bomb))).rejects.toThrow(
      "the header declares shape (3), 11 bytes in all; got more",
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test("allocates nothing for sizes that are only declared", async () => {
    const claim = gzipSync(images.with(4, 255).with(8, 255).with(12, 255));
    await expect(readIdx(await file(claim))).rejects.toThrow("got 28");
  });

  test("says what the system says of a file that cannot be read", async () => {
    await expect(readIdx(join(directory, "none"))).rejects.toThrow(
      "none: no such file or directory",
    );
    await expect(readIdx(directory)).rejects.toThrow(DataError);
  });
});

describe("where a split is found", () => {
  test("first in the directory given, then in $EVALPOOL_DATA, then in the cache", async () => {
    const [given, own, cache] = [
      await put("given"),
      await put("own/mnist"),
      await put("cache/mnist"),
    ];
    const env = { EVALPOOL_DATA: join(directory, "own"), EVALPOOL_CACHE: join(directory, "cache") };
    const found = (options: object) => findSplit("test", { env, ...options }).images;
    expect(found({ data: given })).toBe(join(given, "t10k-images-idx3-ubyte.gz"));
    expect(found({})).toBe(join(own, "t10k-images-idx3-ubyte.gz"));
    await rm(own, { recursive: true });
    expect(found({})).toBe(join(cache, "t10k-images-idx3-ubyte.gz"));
  });

  test("under names with a dot too, for either split", async () => {
    const data = await put("dots", "train", ".");
    expect(findSplit("train", { data }).labels).toBe(join(data, "train-labels.idx1-ubyte"));
  });

  test("the cache is $XDG_CACHE_HOME/evalpool, or ~/.cache/evalpool", async () => {
    await put("xdg/evalpool/mnist");
    const env = { EVALPOOL_CACHE: "", XDG_CACHE_HOME: join(directory, "xdg") };
    expect(findSplit("test", { env }).images).toContain(join("xdg", "evalpool", "mnist"));
    expect(() => findSplit("test", { env: {}, name: "no-such-set" })).toThrow(
      join(".cache", "evalpool", "no-such-set"),
    );
  });

  test("nowhere: the message names each place and what it lacks", async () => {
    const own = await put("own/mnist");
    await rm(join(own, "t10k-labels-idx1-ubyte"));
    const env = { EVALPOOL_DATA: join(directory, "own"), EVALPOOL_CACHE: join(directory, "none") };
    const find = (): unknown => findSplit("test", { env });
    expect(find).toThrow(NotFoundError);
    expect(find).toThrow(`${own} (no t10k-labels-idx1-ubyte[.gz])`);
    expect(find).toThrow(`${join(directory, "none", "mnist")} (no t10k-images-idx3-ubyte[.gz], no`);
    expect(find).toThrow("--data DIR");
  });
});

describe("loadSplit", () => {
  test("gives pixels and labels as they are, with digests", async () => {
    const split = await loadSplit("test", { data: await put("mnist") });
    expect(split).toMatchObject({ name: "mnist", split: "test", images: { shape: [3, 2, 2] } });
    expect(Array.from(split.labels.data)).toEqual([7, 2, 1]);
    expect(split.sha256.labels).toBe(createHash("sha256").update(labels).digest("hex"));
  });

  test.each([
    ["labels beyond the classes", labels.with(9, 11), "expected labels 0 to 9, got 11 at index 1"],
    [
      "a count that differs",
      encodeIdx({ data: Uint8Array.of(1), shape: [1] }),
      "1 labels for the 3 images",
    ],
    ["another rank", images, "expected uint8 elements of rank 1, got uint8 of shape (3,2,2)"],
    [
      "another type",
      encodeIdx({ data: Int32Array.of(1, 2, 3), shape: [3] }),
      "got int32 of shape (3)",
    ],
  ])("refuses %s", async (_, bytes, message) => {
    const data = await put("mnist");
    await writeFile(join(data, "t10k-labels-idx1-ubyte"), bytes);
    const loading = loadSplit("test", { data });
    await expect(loading).rejects.toThrow(DataError);
    await expect(loading).rejects.toThrow(message);
  });

  test("takes as many classes as it is told", async () => {
    const data = await put("mnist");
    await writeFile(join(data, "t10k-labels-idx1-ubyte"), labels.with(9, 46));
    expect((await loadSplit("test", { data, classes: 47 })).labels.data[1]).toBe(46);
  });

  test("refuses a data set of no images", async () => {
    const data = await put("mnist");
    await writeFile(
      join(data, "t10k-images-idx3-ubyte"),
      encodeIdx({ data: new Uint8Array(), shape: [0, 2, 2] }),
    );
    await writeFile(
      join(data, "t10k-labels-idx1-ubyte"),
      encodeIdx({ data: new Uint8Array(), shape: [0] }),
    );
    await expect(loadSplit("test", { data })).rejects.toThrow("expected images, got shape (0,2,2)");
  });
});

test("oneHot has a single 1 in each row", () => {
  expect(oneHot(Uint8Array.of(2, 0), 3)).toEqual({
    data: Float32Array.of(0, 0, 1, 1, 0, 0),
    shape: [2, 3],
  });
});

interface Golden {
  readonly mnist: {
    readonly "x_train[0][230:250]": number[];
    readonly "x_test[0][230:250]": number[];
    readonly "t_train[-3:]": number[];
    readonly "t_test[:3]": number[];
    readonly test_mean_pixel_0_255: number;
  };
}

describeShared("real MNIST", () => {
  const data = sharedFile("mnist");

  test("load_mnist(): both splits, flattened, 0.0 to 1.0, labels as numbers", async () => {
    const { train, test } = await loadMnist({ data });
    expect(train.images.shape).toEqual([60_000, 784]);
    expect(test.images.shape).toEqual([10_000, 784]);
    expect(test.labels.shape).toEqual([10_000]);
    const { mnist } = golden("mnist") as Golden;
    expect(Array.from(test.labels.data.slice(0, 3))).toEqual(mnist["t_test[:3]"]);
    expect(Array.from(train.labels.data.slice(-3))).toEqual(mnist["t_train[-3:]"]);
    const row = Array.from(train.images.data.slice(230, 250), (value) => value * 255);
    for (const [i, pixel] of mnist["x_train[0][230:250]"].entries())
      expect(row[i]).toBeCloseTo(pixel, 4);
    expect(Math.max(...train.images.data.slice(0, 784))).toBe(1);
  });

  test("load_mnist(normalize=False, flatten=False, one_hot_label=True), one split alone", async () => {
    const options = { data, normalize: false, flatten: false, oneHotLabel: true };
    const { images, labels } = await loadMnistSplit("test", options);
    expect(images.shape).toEqual([10_000, 1, 28, 28]);
    expect(labels.shape).toEqual([10_000, 10]);
    expect(Array.from(labels.data.slice(0, 10))).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
    const { mnist } = golden("mnist") as Golden;
    expect(Array.from(images.data.slice(230, 250))).toEqual(mnist["x_test[0][230:250]"]);
    let sum = 0;
    for (const pixel of images.data) sum += pixel;
    expect(sum / images.data.length).toBeCloseTo(mnist.test_mean_pixel_0_255, 9);
  });

  // sha256sum of the decompressed files
  test("the digests are those of MNIST", async () => {
    expect((await loadSplit("test", { data })).sha256).toEqual({
      images: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      labels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    });
    expect((await loadSplit("train", { data })).sha256).toEqual({
      images: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      labels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    });
  });
});
