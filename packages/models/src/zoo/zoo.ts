import type { Parameters } from "../model.js";
import type { Graph } from "../graph.js";
import { mlp } from "./mlp.js";
import { sixLayer } from "./six-layer.js";
import { threeLayer } from "./three-layer.js";

/** A named network and, where it has them, its weights. */
export interface ZooEntry {
  readonly graph: Graph;
  /** Of small ones. */
  readonly parameters?: Parameters;
  /** Name of the file that holds them, among the checkpoints that come with this package. */
  readonly shipped?: string;
  /** Where others publish them. */
  readonly remote?: RemoteCheckpoint;
}

/** A checkpoint to fetch, known by its digest. */
export interface RemoteCheckpoint {
  readonly file: string;
  readonly urls: readonly string[];
  readonly bytes: number;
  readonly sha256: string;
}

/** The weights that the textbook "Deep Learning from Scratch" gives, chapter 3: 0.9352 on MNIST. */
const bookMlp: RemoteCheckpoint = {
  file: "sample_weight.pkl",
  urls: [
    "https://raw.githubusercontent.com/oreilly-japan/deep-learning-from-scratch/master/ch03/sample_weight.pkl",
  ],
  bytes: 181_853,
  sha256: "b7f55a27988ba34c3777b0f1bbd464817c8a4db855723e6ff26f703501917a13",
};

/** The networks that are known by name. The call is marked, so that a worker's bundle is without. */
export const zoo: ReadonlyMap<string, ZooEntry> = /* @__PURE__ */ createZoo();

function createZoo(): ReadonlyMap<string, ZooEntry> {
  const entries: readonly ZooEntry[] = [
    { graph: mlp, shipped: "mlp.safetensors" },
    { graph: { ...mlp, id: "book-mlp" }, remote: bookMlp },
    threeLayer(),
    sixLayer(),
  ];
  return new Map(entries.map((entry) => [entry.graph.id, entry]));
}
