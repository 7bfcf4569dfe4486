import { join } from "node:path";
import { expect, test } from "vitest";
import type { IndexedSource } from "@evalpool/mnist";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { temporaryDirectory } from "../../../../test/temporary-directory.js";
import type { LabelledImages } from "../labelled-images.js";
import { findData } from "../open-path.js";
import { openImages } from "../reading/open-images.js";
import { writeImageFolder } from "../writing/write-image-folder.js";
import { writeNpy } from "../writing/write-npy.js";
import { writeNpz } from "../writing/write-npz.js";
import { writeParquet } from "../writing/write-parquet.js";
import { writeSafetensorsImages } from "../writing/write-safetensors-images.js";

async function pixelsOf(source: IndexedSource): Promise<Uint8Array> {
  using reader = openImages(source);
  const pixels = new Uint8Array(source.count * 784);
  await reader.read(0, pixels);
  return pixels;
}

async function openMnist(): Promise<LabelledImages> {
  const source = await (await findData(sharedFile("mnist"))).open("test");
  return { images: await pixelsOf(source), shape: [1, 28, 28], labels: source.labels };
}

describeShared("real MNIST", () => {
  // A folder has its images by class, then by number: in that order the two are the same.
  test("written to a folder for each class and read back, it is the same", async () => {
    const mnist = await openMnist();
    const directory = join(temporaryDirectory(), "mnist");
    await writeImageFolder(directory, mnist);
    const order = Array.from(mnist.labels.keys()).sort(
      (a, b) => mnist.labels[a]! - mnist.labels[b]! || a - b,
    );
    const found = await findData(directory);
    expect(found).toMatchObject({ kind: "a folder for each class", splits: ["test"] });
    const source = await found.open("test");
    expect(source.count).toBe(10_000);
    expect(source.labels).toEqual(Uint8Array.from(order, (i) => mnist.labels[i]!));
    const expected = Buffer.concat(order.map((i) => mnist.images.subarray(784 * i, 784 * i + 784)));
    expect(expected.equals(await pixelsOf(source))).toBe(true);
    // Beyond memory they stay in their files.
    const inFiles = await (await findData(directory, { memory: 1000 })).open("test");
    expect(inFiles.handle).toMatchObject({ kind: "files" });
    expect(inFiles.digest).toEqual(source.digest);
    expect(expected.equals(await pixelsOf(inFiles))).toBe(true);
  }, 120_000);

  test("written to a Parquet file and read back, it is the same", async () => {
    const mnist = await openMnist();
    const file = join(temporaryDirectory(), "test-00000-of-00001.parquet");
    await writeParquet(file, mnist);
    for (const [memory, kind] of [
      [2 ** 28, "encoded"],
      [1000, "parquet"],
    ] as const) {
      const found = await findData(file, { memory });
      expect(found).toMatchObject({ kind: "Parquet files", splits: ["test"] });
      const source = await found.open("test");
      expect(source.handle).toMatchObject({ kind });
      expect(source.labels).toEqual(mnist.labels);
      expect(Buffer.from(mnist.images).equals(await pixelsOf(source))).toBe(true);
    }
  }, 120_000);

  test("written as arrays and read back, it is the same", async () => {
    const mnist = await openMnist();
    const directory = temporaryDirectory();
    const at = (name: string): string => join(directory, name);
    await writeNpz(at("mnist.npz"), "test", mnist);
    await writeNpz(at("compressed.npz"), "test", mnist, { isCompressed: true });
    await writeNpy(at("npy"), "test", mnist);
    await writeSafetensorsImages(at("mnist.safetensors"), mnist);
    for (const [name, kind] of [
      ["mnist.npz", "NumPy arrays"],
      ["compressed.npz", "NumPy arrays"],
      ["npy", "NumPy arrays"],
      ["mnist.safetensors", "a safetensors file"],
    ] as const) {
      for (const options of [{ memory: 1000 }, { isRepeated: true }]) {
        const source = await (await findData(at(name), options)).open("test");
        expect(source).toMatchObject({ kind, count: 10_000, classes: 10 });
        expect(source.handle instanceof Uint8Array).toBe("isRepeated" in options);
        expect(source.labels).toEqual(mnist.labels);
        expect(Buffer.from(mnist.images).equals(await pixelsOf(source))).toBe(true);
      }
    }
  }, 120_000);
});
