import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CheckpointError, SpecError } from "@evalpool/errors";
import { zoo } from "@evalpool/models";
import { loadModel } from "./load-model.js";
import { writeSafetensors } from "./safetensors.js";
import * as files from "./testing/numpy-files.js";
import * as torchFiles from "./testing/torch-files.js";

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

test("weights of a file, told by its name and digest", async () => {
  const own = await loadModel("mlp");
  const bytes = writeSafetensors(own.parameters);
  const { parameters, checkpoint } = await loadModel("mlp", await write("w.bin", bytes));
  expect(parameters).toEqual(own.parameters);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(checkpoint).toEqual({ file: "w.bin", sha256 });
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

  function fifo(): string {
    const file = join(directory, "fifo");
    execFileSync("sh", ["-c", 'test -p "$0" || mkfifo "$0"', file]);
    return file;
  }
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

  test("no file and no network of the zoo", async () => {
    await expect(loadModel("mpl")).rejects.toThrow(`expected one of ${[...zoo.keys()].join(", ")}`);
  });

  test.each([
    ["net.npz", files.npz, "an NPZ file, weights alone; describe the network in a spec"],
    ["net.csv", "a,b\n1,2\n", "a CSV file; predictions of another program are scored with"],
    ["net.idx", "\0\0\x08\x01\0\0\0\x01\x05", "an IDX file; it is of a data set"],
    ["net.txt", "some words", "a text file"],
    [
      "net",
      "\x01",
      "a file of no known kind; export the network as ONNX, or describe it in a spec",
    ],
  ])("%s: what it is and what to do", async (name, content, told) => {
    const file = await write(name, content);
    await expect(loadModel(file)).rejects.toThrow(
      `or a network in ONNX, Keras or TensorFlow.js, got ${told}`,
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
  await expect(loadModel("a\0b")).rejects.toThrow(SpecError);
});

describe("what is no name, from callers without types", () => {
  const untyped = loadModel as (...args: readonly unknown[]) => Promise<unknown>;

  test.each([
    [[1], "loadModel: model: expected a name as text, got 1"],
    [[{ id: "mlp" }], "loadModel: model: expected a name as text, got an object"],
    [["mlp", null], "loadModel: weights: expected a name as text, got null"],
  ])("%j", async (args, message) => {
    await expect(untyped(...args)).rejects.toThrow(
      expect.objectContaining({ kind: "usage", message }),
    );
  });
});
