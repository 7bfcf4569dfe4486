import { CheckpointError, SpecError, UsageError } from "@evalpool/errors";
import { zoo } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { readNetwork } from "./read-network.js";
import { small } from "./keras/testing/small-network.js";
import { floats, onnxFile } from "./onnx/testing/onnx-model.js";
import { readWeights } from "./read-weights.js";
import { dictOf, text } from "./testing/pickle-bytes.js";
import { gunzipped } from "./testing/gunzipped.js";
import * as numpyFiles from "./testing/numpy-files.js";
import * as torchFiles from "./testing/torch-files.js";
import { tfjsFiles } from "./tfjs/testing/tfjs-files.js";
import { writeNetwork } from "./native/write-network.js";
import { writeSafetensors } from "./safetensors.js";

const latin1 = (content: string) => Uint8Array.from(content, (char) => char.charCodeAt(0));

const spec = {
  id: "n",
  input: [3],
  preprocess: { scale: 0.5 },
  layers: [{ type: "dense", weight: "W", bias: "b", units: 2, layout: "out,in" }],
};
const specFile = latin1(JSON.stringify(spec));
const onnx = onnxFile({
  outputs: { y: ["N", 2] },
  tensors: [floats("w", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
  nodes: [{ op: "MatMul", inputs: ["x", "w"], outputs: ["y"] }],
});
const trained = gunzipped(new URL("./keras/testing/trained.h5.gz", import.meta.url));
const tfjs = tfjsFiles();

async function native(): Promise<Uint8Array> {
  return writeNetwork(await readWeights(numpyFiles.npz, "w.npz", await readNetwork(specFile, "n")));
}

describe("what a file holds tells how it is read, whatever its name", () => {
  test("a spec, which has no weights", async () => {
    const { graph, ...rest } = await readNetwork(specFile, "n.txt");
    expect(graph.id).toBe("n");
    expect(graph.preprocess).toEqual({ scale: 0.5 });
    expect(rest).toEqual({});
  });

  test.each<[string, () => Uint8Array | Promise<Uint8Array>, names: string[]]>([
    ["ONNX", () => onnx, ["w"]],
    ["Keras", () => small("small.keras"), ["layers/conv2d/"]],
    ["HDF5 of Keras", () => small("small.h5"), ["block_conv"]],
    ["TensorFlow.js", () => tfjs.model, ["block_conv"]],
    ["what evalpool writes", native, ["W", "b"]],
  ])("%s", async (_, file, names) => {
    const { parameters } = await readNetwork(await file(), "n", { beside: tfjs.beside });
    for (const name of names) {
      expect([...parameters!.keys()].some((own) => own.includes(name))).toBe(true);
    }
  });

  // Field 7, the graph, comes first.
  test.each(["n.onnx", "N.ONNX"])("ONNX that does not begin with its version: %s", async (name) => {
    const [, ...rest] = onnx;
    const other = Uint8Array.of(...rest.slice(1), ...onnx.subarray(0, 2));
    expect((await readNetwork(other, name)).parameters?.size).toBe(1);
    await expect(readNetwork(other, "n.bin")).rejects.toThrow("got a file of no known kind");
  });

  test("what is called ONNX, and is something else", async () => {
    await expect(readNetwork(numpyFiles.npz, "n.onnx")).rejects.toThrow("got an NPZ file");
  });
});

describe("who says what becomes of pixels is told", () => {
  const sourceOf = async (file: Uint8Array, options = {}) => {
    const { graph, preprocessSource } = await readNetwork(file, "n", options);
    return [preprocessSource, graph.preprocess];
  };

  test("the file, or what is assumed, or the caller", async () => {
    expect(await sourceOf(await native())).toEqual(["model", { scale: 0.5 }]);
    expect(await sourceOf(onnx)).toEqual(["assumed", { scale: 1 / 255 }]);
    expect(await sourceOf(onnx, { preprocess: { scale: 2 } })).toEqual(["caller", { scale: 2 }]);
    expect(await sourceOf(specFile, { preprocess: { scale: 2 } })).toEqual(["caller", { scale: 2 }]); // prettier-ignore
    expect(await sourceOf(specFile, { preprocess: {} })).toEqual([undefined, { scale: 0.5 }]);
  });
});

test("what is left out of a file is told where something is", async () => {
  expect(await readNetwork(trained, "n.h5")).toHaveProperty("skipped", ["optimizer state"]);
  expect(await readNetwork(onnx, "n.onnx")).not.toHaveProperty("skipped");
});

test("an output is chosen of a file's several", async () => {
  const two = onnxFile({
    outputs: { y: ["N", 2], z: ["N", 2] },
    tensors: [floats("w", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
    nodes: [
      { op: "MatMul", inputs: ["x", "w"], outputs: ["y"] },
      { op: "Relu", inputs: ["y"], outputs: ["z"] },
    ],
  });
  expect((await readNetwork(two, "n", { output: "y" })).graph.nodes).toHaveLength(1);
  expect((await readNetwork(two, "n", { output: "z" })).graph.nodes).toHaveLength(2);
  await expect(readNetwork(specFile, "n", { output: "y" })).rejects.toThrow(UsageError);
  await expect(readNetwork(specFile, "n", { output: "y" })).rejects.toThrow(
    "--output is of networks in a file; a spec names its own",
  );
});

describe("what is no network is refused with what it is and what to do", () => {
  const known = `expected one of ${[...zoo.keys()].join(", ")}, or a spec's .json file, or a network in ONNX, Keras or TensorFlow.js`;
  const asWeights = "weights alone; describe the network in a spec, and give these weights with --weights FILE"; // prettier-ignore
  const save = 'save its weights alone in Python: torch.save(model.state_dict(), "weights.pt")';

  test.each<[got: string, content: Uint8Array | string]>([
    [`an NPZ file, ${asWeights}`, numpyFiles.npz],
    [`an NPY file, ${asWeights}`, numpyFiles.npy1],
    [`a pickle, ${asWeights}`, numpyFiles.pickle4],
    [`a PyTorch checkpoint, ${asWeights}`, torchFiles.stateDict],
    [`a safetensors file, ${asWeights}`, writeSafetensors(new Map())],
    [
      'a pickle: expected a to be a NumPy array, got text; save numpy.array(value, dtype="float32") in its place',
      dictOf(text("b")),
    ],
    [
      `a PyTorch checkpoint: expected a state_dict, got a TorchScript program, which is code; ${save}`,
      torchFiles.script,
    ],
    ["an IDX file; it is of a data set: give the directory that it is in with --data", "\0\0\x08\x01\0\0\0\x01"], // prettier-ignore
    ["a Parquet file; it is of a data set: give the directory that it is in with --data", "PAR1"],
    ["a CSV file; predictions of another program are scored with --predictions FILE", "a,b\n1,2\n"],
    ["a web page; download the file itself, not the page about it", "<html>"],
    ["a text file", "some words"],
    ["a file of no known kind; export the network as ONNX, or describe it in a spec", "\x01"],
  ])("%s", async (got, content) => {
    const bytes = typeof content === "string" ? latin1(content) : content;
    const error: unknown = await readNetwork(bytes, "n").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(SpecError);
    expect(error).toHaveProperty("message", `model n: ${known}, got ${got}`);
  });

  test.each<[string, Uint8Array | string, message: string]>([
    ["a spec that is cut short", '{"id": ', "n.json: expected JSON: Unexpected end of JSON input"],
    ["a table", "a,b\n1,2\n", "n.json: expected JSON: Unexpected token"],
    ["words", "some words", "n.json: expected JSON: Unexpected token"],
    ["nothing", "", "n.json: expected JSON, got an empty file"],
    ["an image", "\x89PNG\r\n\x1a\n", "n.json: expected JSON, got a PNG image"],
    ["what is no text", '{"\xff":1}', "n.json: expected JSON: The encoded data was not valid"],
    ["what is nothing known", "\x01", "n.json: expected JSON: Unexpected token"],
    ["another JSON", "[]", "n.json: expected an object, got a list of 0"],
  ])("%s that is called JSON", async (_, content, message) => {
    const bytes = typeof content === "string" ? latin1(content) : content;
    await expect(readNetwork(bytes, "n.json")).rejects.toThrow(SpecError);
    await expect(readNetwork(bytes, "n.json")).rejects.toThrow(message);
  });

  test("why JSON is none is kept", async () => {
    await expect(readNetwork(latin1("{"), "n.json")).rejects.toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) as SyntaxError }),
    );
  });

  test("weights alone in HDF5 are no Keras model", async () => {
    const weights = gunzipped(new URL("./hdf5/testing/kinds.h5.gz", import.meta.url));
    await expect(readNetwork(weights, "n.h5")).rejects.toThrow(CheckpointError);
    await expect(readNetwork(weights, "n.h5")).rejects.toThrow("without a Keras model in it");
  });
});

describe("from callers without types", () => {
  const untyped = readNetwork as (...args: readonly unknown[]) => Promise<unknown>;

  test.each<[args: unknown[], problem: string]>([
    [[1, "n"], "bytes: expected a Uint8Array, got 1"],
    [[specFile], "file: expected a file's name, got undefined"],
    [[specFile, "n", 1], "expected an object of options, got 1"],
    [[specFile, "n", { output: 1 }], "output: expected the name of an output, got 1"],
    [[specFile, "n", { beside: "." }], 'beside: expected a function, got "."'],
    [
      [specFile, "n", { preprocess: 1 }],
      "preprocess: expected an object of scale, mean, std and others, got 1",
    ],
    [[specFile, "n", { preprocess: { scale: 0 } }], "preprocess: scale: "],
    [[specFile, "n", { preprocess: { scale: 0, mean: undefined } }], "preprocess: scale: "],
    [
      [specFile, "n", { preprocess: { scale: 0, invert: 1 } }],
      "preprocess: invert: expected true or false, got 1; scale: expected a number of at least",
    ],
    [[specFile, "n", { outputs: "y" }], "there is no option outputs. Did you mean output?"],
    [[specFile, "n", { signal: undefined }], "there is no option signal."],
  ])("%#", async (args, problem) => {
    await expect(untyped(...args)).rejects.toThrow(UsageError);
    await expect(untyped(...args)).rejects.toThrow(`readNetwork: ${problem}`);
  });

  test("what is said of pixels and undefined is not said", async () => {
    const preprocess = { scale: undefined, mean: undefined };
    const { graph } = await readNetwork(specFile, "n", { preprocess });
    expect(graph.preprocess).toEqual({ scale: 0.5 });
  });
});
