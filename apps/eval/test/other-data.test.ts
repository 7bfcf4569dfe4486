import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeNpy, encodeNpz } from "@evalpool/arrays";
import { loadModel } from "@evalpool/checkpoints/node";
import type { IndexedSource } from "@evalpool/data";
import {
  findData,
  openImages,
  writeCifar,
  writeCsv,
  writeIdx,
  writeImageFolder,
  writeNpy,
  writeNpz,
  writeParquet,
  writeSafetensorsImages,
  type LabelledImages,
} from "@evalpool/data/node";
import { evaluate, type EvaluationResult } from "@evalpool/eval";
import { encodeIdx } from "@evalpool/mnist";
import { beforeAll, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { runCli, weights } from "./run-cli.js";

// MNIST's own 10,000 images in every form: whatever they are stored as, `sample_weight.pkl` reads
// 9,352 of them (NumPy, golden/mnist.json) with the same probabilities to the bit.

type Write = (directory: string, set: LabelledImages) => Promise<string> | string;

const floats = (set: LabelledImages, by: number): Float32Array =>
  Float32Array.from(set.images, (v) => v / by);

/** Each writes a form, and says what `--data` is. */
const forms: Readonly<Record<string, Write>> = {
  "IDX files": async (directory, set) => {
    await writeIdx(directory, "test", set);
    return directory;
  },
  "one IDX file, gzipped without .gz": async (directory, set) => {
    await writeIdx(directory, "test", set);
    for (const name of ["images-idx3", "labels-idx1"]) {
      const file = join(directory, `t10k-${name}-ubyte`);
      writeFileSync(file, gzipSync(readFileSync(file)));
    }
    return join(directory, "t10k-images-idx3-ubyte");
  },
  "IDX files of float64, one directory down": (directory, { images, labels }) => {
    const raw = join(directory, "MNIST", "raw");
    mkdirSync(raw, { recursive: true });
    const parts = { data: Float64Array.from(images, (v) => v / 255), shape: [10_000, 28, 28] };
    writeFileSync(join(raw, "t10k-images.idx3-double"), encodeIdx(parts));
    const wide = { data: Int32Array.from(labels), shape: [10_000] };
    writeFileSync(join(raw, "t10k-labels.idx1-int"), encodeIdx(wide));
    return join(directory, "MNIST");
  },
  "Keras' NPZ": async (directory, set) => {
    const file = join(directory, "mnist.npz");
    await writeNpz(file, "test", set, { isCompressed: true });
    return file;
  },
  "an NPZ of floats from 0 to 1": async (directory, set) => {
    const file = join(directory, "floats.npz");
    const arrays = new Map([
      ["x_test", { data: floats(set, 255), shape: [10_000, 28, 28] }],
      ["y_test", { data: Int32Array.from(set.labels), shape: [10_000] }],
    ]);
    writeFileSync(file, await encodeNpz(arrays));
    return file;
  },
  "KMNIST's pair of NPZ": async (directory, { images, labels }) => {
    const write = async (name: string, data: Uint8Array, shape: number[]): Promise<void> =>
      writeFileSync(
        join(directory, `kmnist-test-${name}.npz`),
        await encodeNpz(new Map([["arr_0", { data, shape }]])),
      );
    await write("imgs", images, [10_000, 28, 28]);
    await write("labels", Uint8Array.from(labels), [10_000]);
    return join(directory, "kmnist-test-imgs.npz");
  },
  "a pair of NPY": async (directory, set) => {
    await writeNpy(directory, "test", set);
    return directory;
  },
  "NPY of floats from 0 to 255, flat": (directory, set) => {
    const rows = { data: floats(set, 1), shape: [10_000, 784] };
    writeFileSync(join(directory, "x_test.npy"), encodeNpy(rows));
    const labels = { data: Uint8Array.from(set.labels), shape: [10_000] };
    writeFileSync(join(directory, "y_test.npy"), encodeNpy(labels));
    return directory;
  },
  CSV: async (directory, set) => {
    const file = join(directory, "mnist_test.csv");
    await writeCsv(file, set);
    return file;
  },
  Parquet: async (directory, set) => {
    const file = join(directory, "test-00000-of-00001.parquet");
    await writeParquet(file, set);
    return file;
  },
  safetensors: async (directory, set) => {
    const file = join(directory, "mnist.safetensors");
    await writeSafetensorsImages(file, set);
    return file;
  },
  "a folder for each class": async (directory, set) => {
    const folder = join(directory, "digits");
    await writeImageFolder(folder, set);
    return folder;
  },
};

/** What else has to be said. */
const flags: Readonly<Record<string, string[]>> = {
  "NPY of floats from 0 to 255, flat": ["--shape", "28x28"],
};

async function probabilitiesOf(dataset: IndexedSource): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  await evaluate({
    model: loadModel("mlp", sharedFile("checkpoints/sample_weight.pkl")),
    dataset,
    threads: 0,
    onSamples({ range, probabilities }) {
      for (let i = range.start; i < range.end; i++) {
        const at = (i - range.start) * 10;
        rows[i] = probabilities.slice(at, at + 10);
      }
    },
  });
  return rows;
}

describeShared("MNIST's test images in other forms", () => {
  let set: LabelledImages;
  let expected: Float32Array[];
  beforeAll(async () => {
    const source = await (await findData(sharedFile("mnist"))).open("test");
    const images = new Uint8Array(source.count * 784);
    using reader = openImages(source);
    await reader.read(0, images);
    set = { images, shape: [1, 28, 28], labels: source.labels };
    expected = await probabilitiesOf(source);
  });

  test.each(Object.entries(forms))(
    "as %s",
    async (form, write) => {
      const path = await write(temporaryDirectory(), set);
      const said = flags[form] ?? [];
      const args = ["--data", path, ...said, ...weights, "--json"];
      const { code, stdout, stderr } = await runCli(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { correct, total } = JSON.parse(stdout) as EvaluationResult;
      expect({ correct, total }).toEqual({ correct: 9352, total: 10_000 });

      const options = said.length > 0 ? { shape: [28, 28] } : {};
      const source = await (await findData(path, options)).open("test");
      const rows = await probabilitiesOf(source);
      // A folder has its images by class, and as they come in each of them.
      const order = Array.from(set.labels.keys());
      if (form === "a folder for each class") {
        order.sort((a, b) => set.labels[a]! - set.labels[b]! || a - b);
      }
      expect(source.labels).toEqual(Uint8Array.from(order, (i) => set.labels[i]!));
      expect(rows).toEqual(order.map((i) => expected[i]));
    },
    120_000,
  );

  test("as CIFAR's records, in the middle of three planes of 32×32", async () => {
    const images = new Uint8Array(10_000 * 3 * 1024);
    for (let i = 0; i < 10_000 * 3; i++) {
      const image = Math.floor(i / 3) * 784;
      for (let y = 0; y < 28; y++) {
        const row = set.images.subarray(image + 28 * y, image + 28 * (y + 1));
        images.set(row, i * 1024 + 32 * (y + 2) + 2);
      }
    }
    const directory = temporaryDirectory();
    await writeCifar(directory, "test", { ...set, images, shape: [3, 32, 32] });
    const dataset = await (await findData(directory)).open("test");
    // The same network with weights of 0 for the border, on gray.
    const { graph, parameters } = await loadModel(
      "mlp",
      sharedFile("checkpoints/sample_weight.pkl"),
    );
    const [first] = graph.nodes.filter(({ op }) => op === "dense");
    const name = first!.parameters["weight"]!.name;
    const weight = parameters.get(name)!;
    const wide = new Float32Array(1024 * 50);
    for (let pixel = 0; pixel < 784; pixel++) {
      const [y, x] = [Math.floor(pixel / 28) + 2, (pixel % 28) + 2];
      wide.set(weight.data.subarray(pixel * 50, (pixel + 1) * 50), (y * 32 + x) * 50);
    }
    const model = {
      graph: {
        ...graph,
        preprocess: { ...graph.preprocess, image: [1, 32, 32], channels: "gray" },
        input: { value: graph.input.value, shape: [1024] },
      },
      parameters: new Map([...parameters, [name, { data: wide, shape: [1024, 50] }]]),
    } as const;
    const { correct } = await evaluate({ model, dataset, threads: 0 });
    expect(correct).toBe(9352);
  });

  test("a limit of memory changes nothing but where they are", async () => {
    const file = join(temporaryDirectory(), "mnist_test.csv");
    await writeCsv(file, set);
    const rows = await Promise.all(
      [2 ** 28, 100_000].map(async (memory) => {
        const source = await (await findData(file, { memory })).open("test");
        expect(source.handle instanceof Uint8Array).toBe(memory === 2 ** 28);
        return probabilitiesOf(source);
      }),
    );
    expect(rows[0]).toEqual(expected);
    expect(rows[1]).toEqual(expected);
  });
});
