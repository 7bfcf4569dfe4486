import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CheckpointError, SpecError, UsageError } from "@evalpool/errors";
import { zoo } from "@evalpool/models";
import { loadGraph, loadModel, loadNetwork } from "./load-model.js";
import { writeSafetensors } from "./safetensors.js";
import * as files from "./testing/numpy-files.js";
import * as torchFiles from "./testing/torch-files.js";
import { tfjsFiles } from "./tfjs/testing/tfjs-files.js";

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-"));
});

afterAll(() => rm(directory, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, content);
  return file;
}

/** A file of this size, which takes no room on the disk. */
async function sparse(name: string, size: number): Promise<string> {
  const file = await write(name, "");
  await truncate(file, size);
  return file;
}

function fifo(): string {
  const file = join(directory, "fifo");
  execFileSync("sh", ["-c", 'test -p "$0" || mkfifo "$0"', file]);
  return file;
}

test("weights of a file, told by its name and digest", async () => {
  const own = await loadModel("mlp");
  const bytes = writeSafetensors(own.parameters);
  const { parameters, checkpoint } = await loadModel("mlp", await write("w.bin", bytes));
  expect(parameters).toEqual(own.parameters);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(checkpoint).toEqual({ file: "w.bin", sha256 });
});

test("a network of the zoo, with the weights that come with it", async () => {
  expect(await loadModel()).toEqual(await loadModel("mlp"));
  expect((await loadModel("cnn")).checkpoint?.file).toBe("cnn.safetensors");
  const small = [...zoo].filter(([, { parameters }]) => parameters !== undefined);
  expect(small.map(([id]) => id)).not.toEqual([]);
  for (const [id, { graph, parameters }] of small) {
    expect(await loadModel(id)).toEqual({ graph, parameters });
    const file = await write("small", writeSafetensors(parameters!));
    expect((await loadModel(id, file)).checkpoint?.file).toBe("small");
  }
  const said = await loadGraph("mlp", { preprocess: { scale: 2 } });
  const { graph } = zoo.get("mlp")!;
  expect(said).toEqual({ ...graph, preprocess: { ...graph.preprocess, scale: 2 } });
  expect(await loadNetwork("mlp")).toEqual({ graph });
});

const spec = {
  id: "n",
  input: [3],
  layers: [{ type: "dense", weight: "W", bias: "b", units: 2, layout: "out,in" }],
};

test("a network that a file describes, with the weights of another", async () => {
  const file = await write("n.json", JSON.stringify(spec));
  expect(await loadNetwork(file)).toEqual({ graph: await loadGraph(file) });
  await expect(loadModel(file)).rejects.toThrow(CheckpointError);
  await expect(loadModel(file)).rejects.toThrow(
    "model n: no weights of its own; give a checkpoint file with --weights FILE",
  );
  const { graph, parameters } = await loadModel(file, await write("w.npz", files.npz));
  expect(graph.id).toBe("n");
  expect([...parameters.keys()]).toEqual(["W", "b"]);
});

test("a network in a file, whose weights lie beside it", async () => {
  await mkdir(join(directory, "tfjs"));
  const { model, beside } = tfjsFiles();
  for (const shard of ["group1-shard1of2.bin", "group1-shard2of2.bin"]) {
    await write(join("tfjs", shard), await beside(shard));
  }
  const file = await write(join("tfjs", "model.json"), model);
  const sha256 = createHash("sha256").update(model).digest("hex");
  const loaded = await loadModel(file, undefined, { preprocess: { scale: 2 } });
  expect(loaded.checkpoint).toEqual({ file: "model.json", sha256 });
  expect(loaded.parameters.size).toBeGreaterThan(0);
  expect(loaded.preprocessSource).toBe("caller");
  expect(await loadNetwork(file, { preprocess: { scale: 2 } })).toEqual(loaded);
  await expect(loadModel(file, file)).rejects.toThrow(UsageError);
  await expect(loadModel(file, file)).rejects.toThrow(
    `${file} has weights of its own: leave out --weights`,
  );
});

describe("what is no file of weights is refused before it is read", () => {
  test.each([
    ["a directory", () => Promise.resolve(directory), "expected a regular file, got a directory"],
    ["a device", () => Promise.resolve("/dev/zero"), "got a character device"],
    ["a FIFO", () => Promise.resolve(fifo()), "got a named pipe (FIFO)"],
    ["nothing", () => Promise.resolve(join(directory, "none")), "no such file or directory"],
    // 2**28 + 16 * 45_360
    ["too large", () => sparse("big", 2 ** 28 + 725_761), "expected at most 269,161,216 bytes"],
  ])("%s", async (_, make, message) => {
    const file = await make();
    await expect(loadModel("mlp", file)).rejects.toThrow(CheckpointError);
    await expect(loadModel("mlp", file)).rejects.toThrow(`${file}: `);
    await expect(loadModel("mlp", file)).rejects.toThrow(message);
  });
});

describe("a description that is none", () => {
  test.each([
    ["text", "{id: mlp}", "expected JSON: Expected property name"],
    ["cut short", '{"id": ', "expected JSON: Unexpected end of JSON input"],
    ["weights", files.npz, "expected JSON, got an NPZ file"],
    ["an image", "\x89PNG\r\n\x1a\n", "expected JSON"],
  ])("%s", async (name, content, message) => {
    const file = await write(`${name}.json`, content);
    await expect(loadModel(file)).rejects.toThrow(SpecError);
    await expect(loadModel(file)).rejects.toThrow(message);
  });

  test("more than 16 MiB", async () => {
    const file = await sparse("big.json", 2 ** 24 + 1);
    await expect(loadModel(file)).rejects.toThrow("expected at most 16,777,216 bytes");
  });
});

describe("what is no network", () => {
  const known = `expected one of ${[...zoo.keys()].join(", ")}, or a spec's .json file, or a network in ONNX, Keras or TensorFlow.js`;

  test.each<[string, () => Promise<string>, told: string]>([
    ["nothing", () => Promise.resolve("mpl"), `${known}: no such file or directory`],
    ["a directory", () => Promise.resolve(directory), `${known}, got a directory`],
    ["a pipe", () => Promise.resolve(fifo()), `${known}: expected a regular file, got a named pipe (FIFO)`], // prettier-ignore
    ["a file of no known kind", () => sparse("huge", 2 ** 31 + 1), `${known}: expected at most 2,147,483,648 bytes, got 2,147,483,649 bytes`], // prettier-ignore
    ["an archive", () => archive(), `${known}, got a ZIP archive`],
    ["a name that no file can have", () => Promise.resolve("a\0b"), `${known}: `],
  ])("%s", async (_, make, told) => {
    const file = await make();
    await expect(loadModel(file)).rejects.toThrow(SpecError);
    await expect(loadModel(file)).rejects.toThrow(`model ${file}: ${told}`);
  });

  async function archive(): Promise<string> {
    const file = await write("huge.zip", "PK\x03\x04");
    await truncate(file, 2 ** 31 + 1);
    return file;
  }

  test("a description that is not there", async () => {
    const file = join(directory, "none.json");
    await expect(loadModel(file)).rejects.toThrow(SpecError);
    await expect(loadModel(file)).rejects.toThrow(`${file}: no such file or directory`);
    await expect(loadModel(file)).rejects.toThrow(
      expect.objectContaining({ cause: expect.any(Error) as Error }),
    );
  });
});

test("weights that do not fit: what was left out of their file is told too", async () => {
  const spec = {
    id: "n",
    input: [2],
    layers: [{ type: "dense", weight: "n", bias: "b", units: 2 }],
  };
  const file = await write("spec.json", JSON.stringify(spec));
  const weights = await write("w.pt", torchFiles.types);
  await expect(loadModel(file, weights)).rejects.toThrow(
    "; left out of the file: n (int64); flags (bool); u8 (uint8)",
  );
});

test("a name that no file can have is refused as any other", async () => {
  await expect(loadModel("n".repeat(70_000))).rejects.toThrow(SpecError);
});

describe("what is no name, from callers without types", () => {
  const untyped = loadModel as (...args: readonly unknown[]) => Promise<unknown>;

  test.each([
    [[1], "loadModel: model: expected a name as text, got 1"],
    [[{ id: "mlp" }], "loadModel: model: expected a name as text, got an object"],
    [["mlp", null], "loadModel: weights: expected a name as text, got null"],
    [["mlp", undefined, 1], "loadModel: expected an object of options, got 1"],
    [["mlp", undefined, { output: 1 }], "loadModel: output: expected the name of an output, got 1"],
    [["mlp", undefined, { signal: 1 }], "loadModel: signal: expected an AbortSignal, got 1"],
  ])("%j", async (args, message) => {
    await expect(untyped(...args)).rejects.toThrow(
      expect.objectContaining({ kind: "usage", message }),
    );
  });

  test.each([
    ["loadGraph", loadGraph as typeof untyped],
    ["loadNetwork", loadNetwork as typeof untyped],
  ])("%s", async (name, load) => {
    await expect(load(1)).rejects.toThrow(UsageError);
    await expect(load(1)).rejects.toThrow(`${name}: model: expected a name as text, got 1`);
    await expect(load("mlp", { preprocess: 1 })).rejects.toThrow(`${name}: preprocess: expected an object of scale, mean, std and others, got 1`); // prettier-ignore
    await expect(load("mlp", { preprocess: { std: 0 } })).rejects.toThrow(`${name}: preprocess: std: `); // prettier-ignore
    await expect(load("mlp", { beside: () => undefined })).rejects.toThrow(`${name}: there is no option beside.`); // prettier-ignore
  });
});
