import type { Parameters } from "../model.js";
import type { Graph } from "../graph.js";
import { bookDeepConvnet, bookSimpleConvnet } from "./book-convnets.js";
import { cnn } from "./cnn.js";
import { mlp } from "./mlp.js";
import { sixLayer } from "./six-layer.js";
import { threeLayer } from "./three-layer.js";

/** A named network and, where it has them, its weights. */
export interface ZooEntry {
  readonly graph: Graph;
  /** What it is, in a few words. */
  readonly about: string;
  /** What it gets with its weights; tests count it. */
  readonly score?: ZooScore;
  /** Of small ones. */
  readonly parameters?: Parameters;
  /** Name of the file that holds them, among the checkpoints that come with this package. */
  readonly shipped?: string;
  /** Where others publish them. */
  readonly remote?: RemoteCheckpoint;
}

/** Images of a test split that a network tells right. */
export interface ZooScore {
  readonly dataset: "mnist";
  readonly correct: number;
  readonly total: number;
}

/** A checkpoint to fetch, known by its digest. */
export interface RemoteCheckpoint {
  readonly file: string;
  readonly urls: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
}

/** Weights that come with the textbook "Deep Learning from Scratch". */
const book = "https://raw.githubusercontent.com/oreilly-japan/deep-learning-from-scratch/master";

/** Chapter 3. */
const bookMlpWeights: RemoteCheckpoint = {
  file: "sample_weight.pkl",
  urls: [`${book}/ch03/sample_weight.pkl`],
  bytes: 181_853,
  sha256: "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13",
};

/** Chapter 7. */
const bookSimpleConvnetWeights: RemoteCheckpoint = {
  file: "simple_convnet_params.pkl",
  urls: [`${book}/ch07/params.pkl`],
  bytes: 3471538,
  sha256: "290ab40c1b1218b392cdc155b633a5df642d829453702fa421ce5f3c6c55f779",
};

/** Chapter 8. */
const bookDeepConvnetWeights: RemoteCheckpoint = {
  file: "deep_convnet_params.pkl",
  urls: [`${book}/ch08/deep_convnet_params.pkl`],
  bytes: 989346,
  sha256: "8c81d1d6ddedd08c8277c957f3af30a91e455a1d65474ec2b5a0e3527b7422cc",
};

/** The networks that are known by name. The call is marked, so that a worker's bundle is without. */
export const zoo: ReadonlyMap<string, ZooEntry> = /* @__PURE__ */ createZoo();

function createZoo(): ReadonlyMap<string, ZooEntry> {
  const score = (correct: number): ZooScore => ({ dataset: "mnist", correct, total: 10_000 });
  const entries: readonly ZooEntry[] = [
    {
      graph: mlp,
      about: "784-50-100-10 with sigmoid, trained here",
      shipped: "mlp.safetensors",
      score: score(9863),
    },
    {
      graph: cnn,
      about: "5 convolutions with batch norm, trained here",
      shipped: "cnn.safetensors",
      score: score(9964),
    },
    {
      graph: { ...mlp, id: "book-mlp" },
      about: "784-50-100-10 with sigmoid, chapter 3 of the textbook",
      remote: bookMlpWeights,
      score: score(9352),
    },
    {
      graph: bookSimpleConvnet,
      about: "1 convolution, chapter 7",
      remote: bookSimpleConvnetWeights,
      score: score(9890),
    },
    {
      graph: bookDeepConvnet,
      about: "6 convolutions, chapter 8",
      remote: bookDeepConvnetWeights,
      score: score(9935),
    },
    { ...threeLayer(), about: "worked example of 2-3-2-2, to look at" },
    { ...sixLayer(), about: "worked example of 5-8-7-5-4-4-2, to look at" },
  ];
  return new Map(entries.map((entry) => [entry.graph.id, entry]));
}
