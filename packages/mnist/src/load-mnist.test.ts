import { beforeAll, expect, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { loadMnist, loadMnistSplit, type MnistSplit } from "./load-mnist.js";
import { loadSplit } from "./load-split.js";

interface Facts {
  train_images_shape: number[];
  "x_train[0][230:250]": number[];
  "x_test[0][230:250]": number[];
  "t_train[:3]": number[];
  "t_train[-3:]": number[];
  "t_test[:3]": number[];
  "t_test[-3:]": number[];
  test_label_counts: number[];
  train_label_counts: number[];
  test_mean_pixel_0_255: number;
  train_mean_pixel_0_255: number;
  test_nonzero_fraction: number;
}

/** The canonical files' digests, decompressed (as in the README of the test data). */
const sha256 = {
  test: {
    images: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    labels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
  train: {
    images: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    labels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  },
};

// A misspelt option would be taken as not given, in silence.
test("an option that there is not is told, from callers without types", async () => {
  const options: object = { flaten: true };
  await expect(loadMnist(options)).rejects.toThrow(
    "loadMnist: there is no option flaten. Did you mean flatten?",
  );
  await expect(loadMnistSplit("test", options)).rejects.toThrow("Did you mean flatten?");
});

describeShared("real MNIST, against what NumPy gets", () => {
  const data = sharedFile("mnist");
  let facts: Facts;
  let train: MnistSplit;
  let testSplit: MnistSplit;
  beforeAll(async () => {
    facts = (golden("mnist") as { mnist: Facts }).mnist;
    ({ train, test: testSplit } = await loadMnist({ data, normalize: false }));
  });

  const counts = (labels: Iterable<number>) => {
    const result = Array<number>(10).fill(0);
    for (const label of labels) result[label]!++;
    return result;
  };
  const mean = (pixels: Uint8Array | Float32Array) => {
    let sum = 0;
    for (const pixel of pixels) sum += pixel;
    return sum / pixels.length;
  };

  test("shapes: all images, flat by default", () => {
    expect(train.images.shape).toEqual(facts.train_images_shape);
    expect(testSplit.images.shape).toEqual([10_000, 784]);
    expect(train.labels.shape).toEqual([60_000]);
    expect(testSplit.labels.shape).toEqual([10_000]);
  });

  test("pixels: x[0][230:250], the mean, and the share that is not 0", () => {
    expect([...train.images.data.subarray(230, 250)]).toEqual(facts["x_train[0][230:250]"]);
    expect([...testSplit.images.data.subarray(230, 250)]).toEqual(facts["x_test[0][230:250]"]);
    expect(mean(train.images.data)).toBe(facts.train_mean_pixel_0_255);
    expect(mean(testSplit.images.data)).toBe(facts.test_mean_pixel_0_255);
    expect(mean(testSplit.images.data.map((pixel) => (pixel === 0 ? 0 : 1)))).toBe(
      facts.test_nonzero_fraction,
    );
  });

  test("labels: the first three, the last three, and how many of each", () => {
    expect([...train.labels.data.subarray(0, 3)]).toEqual(facts["t_train[:3]"]);
    expect([...train.labels.data.subarray(-3)]).toEqual(facts["t_train[-3:]"]);
    expect([...testSplit.labels.data.subarray(0, 3)]).toEqual(facts["t_test[:3]"]);
    expect([...testSplit.labels.data.subarray(-3)]).toEqual(facts["t_test[-3:]"]);
    expect(counts(train.labels.data)).toEqual(facts.train_label_counts);
    expect(counts(testSplit.labels.data)).toEqual(facts.test_label_counts);
  });

  test("by default pixels are float32 from 0 to 1: x / np.float32(255), bit for bit", async () => {
    const { images, labels } = await loadMnistSplit("test", { data });
    expect(images.data).toBeInstanceOf(Float32Array);
    expect(images.shape).toEqual([10_000, 784]);
    expect([...images.data.subarray(230, 250)]).toEqual(
      facts["x_test[0][230:250]"].map((pixel) => Math.fround(pixel / 255)),
    );
    expect(mean(images.data)).toBeCloseTo(facts.test_mean_pixel_0_255 / 255, 8);
    expect(labels.data).toEqual(testSplit.labels.data);
  });

  test("flatten: false gives [N, 1, 28, 28] over the same pixels", async () => {
    const { images } = await loadMnistSplit("test", { data, flatten: false, normalize: false });
    expect(images.shape).toEqual([10_000, 1, 28, 28]);
    expect(Buffer.compare(images.data as Uint8Array, testSplit.images.data as Uint8Array)).toBe(0);
  });

  test("oneHotLabel gives rows with a single 1 at the label", async () => {
    const { labels } = await loadMnistSplit("test", { data, oneHotLabel: true });
    expect(labels.shape).toEqual([10_000, 10]);
    for (const [i, label] of testSplit.labels.data.entries()) {
      const row = [...labels.data.subarray(i * 10, i * 10 + 10)];
      if (row.indexOf(1) === label && row.filter((x) => x !== 0).length === 1) continue;
      expect.unreachable(`row ${i} is ${row.join()} for label ${label}`);
    }
  });

  test.each(["test", "train"] as const)("the %s split has the canonical digests", async (split) => {
    expect((await loadSplit(split, { data })).sha256).toEqual(sha256[split]);
  });
});
