import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { NotFoundError, required } from "@evalpool/errors";
import { findDataset } from "@evalpool/mnist";
import { loadSplit, type ImageArray, type LabelArray } from "@evalpool/mnist/node";
import { parametersOf, type FloatTensor, type Model, type Parameters } from "@evalpool/models";
import { loadGraph, loadModel } from "@evalpool/checkpoints/node";
import { size } from "@evalpool/tensor";
import { networks, type NetworkName } from "./networks.ts";
import { referencePredictions } from "./reference.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

type Log = (line: string) => void;

/** Where what is measured with comes from. */
export interface InputFiles {
  /** Directory of MNIST's IDX files. */
  readonly data?: string | undefined;
  /** Checkpoint of 784-50-100-10. */
  readonly weights?: string | undefined;
  /** The same network and weights for onnxruntime. */
  readonly onnx?: string | undefined;
  /** Directory that holds `mnist/`, and `checkpoints/` and `onnx/` of all networks. */
  readonly shared?: string | undefined;
}

/** Images, labels, weights and the predictions that all contestants must make. */
export interface Inputs {
  readonly name: string;
  /** Whether they are the published test images, all of them. */
  readonly isMnist: boolean;
  readonly model: Model;
  readonly images: ImageArray;
  readonly labels: LabelArray;
  /** Of the float64 reference, `[N]`. */
  readonly predictions: Uint8Array;
  /** How many of them are the labels. */
  readonly correct: number;
  /** Holds all of it for contestants, in files. */
  readonly directory: string;
}

/** Loads the inputs of 784-50-100-10; without a data set on the machine, the synthetic digits. */
export async function loadInputs(
  { data, weights }: InputFiles,
  limit: number,
  log: Log,
): Promise<Inputs> {
  const model = await loadModel(networks.mlp.id, weights);
  return prepare(model, await loadImages(data, limit), log);
}

/** The same images for another network. */
export async function forNetwork(
  { name, isMnist, images, labels }: Inputs,
  network: NetworkName,
  weights: string | undefined,
  log: Log,
): Promise<Inputs> {
  const model = await loadModel(networks[network].id, weights);
  return prepare(model, { name, isMnist, images, labels }, log);
}

/**
 * The first images on paper that is not blank: each pixel of 0 is one of 1 to 32. Kernels that leave
 * out pixels of 0 have to do all of the work.
 */
export function withoutZeros(
  { name, model, images, labels }: Inputs,
  count: number,
  log: Log,
): Promise<Inputs> {
  let state = 0;
  const first = firstOf({ images, labels }, count);
  const data = first.images.data.map((pixel) => {
    // Numerical Recipes' generator, whose upper bits are the good ones.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return pixel === 0 ? 1 + (state >>> 27) : pixel;
  });
  const { shape } = first.images;
  const some = { name, isMnist: false, images: { data, shape }, labels: first.labels };
  return prepare(model, some, log);
}

type Images = Pick<Inputs, "name" | "isMnist" | "images" | "labels">;

/** Adds what the reference predicts, and writes all of it for contestants. */
async function prepare(model: Model, { images, labels, ...of }: Images, log: Log): Promise<Inputs> {
  const predictions = await referencePredictions(model, images, log);
  const directory = temporaryDirectory();
  const shape = [predictions.length];
  const write = (file: string, bytes: Uint8Array) => writeFile(join(directory, file), bytes);
  await write("t10k-images-idx3-ubyte", encodeIdx(images));
  await write("t10k-labels-idx1-ubyte", encodeIdx(labels));
  await write("predictions-idx1-ubyte", encodeIdx({ data: predictions, shape }));
  await write("parameters.f32", flatten(model));
  const correct = predictions.filter((prediction, i) => prediction === labels.data[i]).length;
  return { ...of, model, images, labels, predictions, correct, directory };
}

/** The model whose weights are written there, read back by a contestant. @param id in the zoo */
export async function loadInputModel(directory: string, id: string): Promise<Model> {
  const graph = await loadGraph(id);
  const { buffer, byteOffset, byteLength } = await readFile(join(directory, "parameters.f32"));
  const all = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
  let at = 0;
  const parameters: Parameters = new Map(
    parametersOf(graph).map(({ name, shape }): [string, FloatTensor] => {
      const data = all.subarray(at, (at += size(shape)));
      return [name, { data, shape }];
    }),
  );
  return { graph, parameters };
}

async function loadImages(data: string | undefined, limit: number): Promise<Images> {
  const { name, images, labels, sha256 } = await loadSplit("test", { data, offline: true }).catch(
    (error: unknown) => {
      if (data !== undefined || !(error instanceof NotFoundError)) throw error;
      process.stderr.write("bench: no MNIST on this machine, so the synthetic digits are used\n");
      return { name: "synthetic", ...synthesizeDigits(), sha256: undefined };
    },
  );
  const first = firstOf({ images, labels }, limit);
  const published = findDataset("mnist")?.splits.test.images.sha256;
  const isWhole = first.labels.data.length === labels.data.length;
  return {
    name,
    isMnist: sha256 !== undefined && sha256.images === published && isWhole,
    ...first,
  };
}

function firstOf(
  { images, labels }: Pick<Inputs, "images" | "labels">,
  limit: number,
): Pick<Inputs, "images" | "labels"> {
  const [count, height, width] = images.shape;
  const n = Math.min(count, limit);
  const data = images.data.subarray(0, n * height * width);
  return {
    images: { data, shape: [n, height, width] },
    labels: { data: labels.data.subarray(0, n), shape: [n] },
  };
}

/** W1, b1, W2, … one behind the other, as float32 in the machine's byte order. */
function flatten({ graph, parameters }: Model): Uint8Array {
  const values = parametersOf(graph).flatMap(({ name }) => [
    ...required(parameters.get(name), name).data,
  ]);
  return new Uint8Array(Float32Array.from(values).buffer);
}
