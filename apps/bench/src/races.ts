import type { NetworkName } from "./networks.ts";

/** How a network is raced: few images and rounds where one takes long. */
export interface Race {
  readonly images: number;
  readonly rounds: number;
  /** Runs of each in a round. */
  readonly runs: number;
  readonly batchSizes: readonly number[];
  /** How many times as fast as a peer ours is to be, with 1 thread and with more. */
  readonly targets: Readonly<Record<string, readonly [number, number]>>;
}

export const races: Readonly<Record<NetworkName, Race>> = {
  mlp: {
    images: 10_000,
    rounds: 25,
    runs: 7,
    batchSizes: [100, 1000, 10_000],
    targets: {
      "onnxruntime-node": [1.6, 2],
      "onnxruntime-web": [6, 6],
      "tfjs-wasm": [6, 6],
      NumPy: [2, 2],
    },
  },
  simple: {
    images: 2000,
    rounds: 9,
    runs: 3,
    batchSizes: [10, 100, 1000],
    targets: { "onnxruntime-node": [1.5, 1.5], "onnxruntime-web": [5, 5] },
  },
  deep: {
    images: 500,
    rounds: 9,
    runs: 3,
    batchSizes: [10, 100, 500],
    targets: { "onnxruntime-node": [1.8, 1.8], "onnxruntime-web": [5, 5] },
  },
};
