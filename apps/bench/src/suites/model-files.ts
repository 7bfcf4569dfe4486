import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadModel } from "@evalpool/checkpoints/node";
import { useWideVectors } from "@evalpool/eval";
import { createRandom } from "@evalpool/random";
import { compileKernels, kernelsName, size, type KernelModule } from "@evalpool/tensor";
import {
  prepareOurs,
  preparePeer,
  requireSamePredictions,
  type Contender,
} from "../model-files/contenders.ts";
import type { Context, Suite } from "../suite.ts";
import { integer, times, type Table } from "../table.ts";
import { lap, takeTurns, type Turns } from "../turns.ts";

interface ModelFiles {
  readonly backend: string;
  readonly measured: readonly Measured[];
  /** Why onnxruntime-node is not measured beside. */
  readonly missing?: string;
}

/** A call of each is one run over all images. */
interface Measured extends Turns {
  readonly file: string;
  readonly input: readonly number[];
  readonly images: number;
  readonly batchSize: number;
  readonly peerBatchSize?: number;
  readonly target: number;
}

interface File {
  /** In the shared directory. */
  readonly file: string;
  readonly images: number;
  readonly batchSizes: readonly number[];
  /** How many times as fast as onnxruntime-node ours is to be at least. */
  readonly target: number;
}

const files: readonly File[] = [
  {
    file: "real/pytorch-convnet-mnist.onnx",
    images: 1000,
    batchSizes: [10, 100, 1000],
    target: 1.2,
  },
  ...["squeezenet", "resnet50"].map((name) => ({
    file: `onnx-conformance/light/light_${name}.onnx`,
    images: 1,
    batchSizes: [1],
    target: 0.8,
  })),
];

/** Networks of files that others exported, both in this process on one thread, taking turns. */
export const modelFiles: Suite<ModelFiles> = {
  name: "model-files",
  missing({ shared }) {
    if (shared === undefined) return "no directory of files given (--shared)";
    const absent = files.map(({ file }) => join(shared, file)).find((path) => !existsSync(path));
    return absent === undefined ? undefined : `there is no ${absent}`;
  },
  async measure(context) {
    const module = compileKernels(undefined, useWideVectors());
    const { missing } = context.peers.packages;
    const measured: Measured[] = [];
    for (const file of files) {
      const one = await measure(file, context, module);
      context.log(`${one.file}: ${one.peer ? times(one.peer.ratio.median) : "measured"}`);
      measured.push(one);
    }
    return { backend: kernelsName(module), measured, ...(missing !== undefined && { missing }) };
  },
  tabulate({ backend, measured, missing }) {
    const table: Table = {
      title: `networks of ONNX files on one thread (${backend}), against onnxruntime-node`,
      columns: [
        "file, input",
        "batch",
        "images/s",
        "its batch",
        "its images/s",
        "evalpool is",
        "quartiles",
        "of best",
        "target",
      ],
      rows: measured.map(rowOf),
      notes: [
        missing === undefined
          ? "Predictions are the same. Peers begin with the pixels as float32, evalpool with their bytes."
          : `onnxruntime-node is absent: ${missing}.`,
      ],
    };
    return [table];
  },
};

function rowOf(one: Measured): string[] {
  const { file, input, images, batchSize, ms, peer, peerBatchSize = 0, target } = one;
  const perSecond = (median: number): string => integer((1000 * images) / median);
  const own = [
    `${file.slice(file.lastIndexOf("/") + 1)}, ${input.join("×")}`,
    integer(batchSize),
    perSecond(ms.median),
  ];
  if (peer === undefined) return own;
  const { ratio, ratioOfBest } = peer;
  return [
    ...own,
    integer(peerBatchSize),
    perSecond(peer.ms.median),
    times(ratio.median),
    `${ratio.lowerQuartile.toFixed(2)}–${ratio.upperQuartile.toFixed(2)}`,
    times(ratioOfBest),
    times(target),
  ];
}

async function measure(
  { file, images: most, batchSizes, target }: File,
  { files, inputs, peers, quick }: Context,
  module: KernelModule,
): Promise<Measured> {
  const path = join(files.shared ?? "", file);
  const model = await loadModel(path);
  const input = model.graph.input.shape;
  const images = Math.min(most, inputs.images.shape[0]);
  const length = images * size(input);
  // Digits where the network takes such; else noise: no step asks what pixels are.
  const isDigits = size(input) === size(inputs.images.shape.slice(1));
  const data = isDigits ? inputs.images.data.subarray(0, length) : noise(length);
  const pixels = { data, shape: [images, ...input] };
  const ours = prepareOurs(model, module, pixels);
  const withPeer = peers.packages.missing === undefined;
  const theirs = withPeer ? await preparePeer(model, path, pixels) : undefined;
  const batchSize = await bestBatchSize(ours, batchSizes, quick);
  const peerBatchSize = theirs && (await bestBatchSize(theirs, batchSizes, quick));
  if (theirs) requireSamePredictions(file, images, ours.outputs(), theirs.outputs());
  const turns = await takeTurns(
    () => ours.run(batchSize),
    theirs && peerBatchSize ? () => theirs.run(peerBatchSize) : undefined,
    quick ? { rounds: 1, lapMs: 0 } : { rounds: 25, lapMs: 50 },
  );
  return {
    file,
    input,
    images,
    batchSize,
    ...(peerBatchSize && { peerBatchSize }),
    target,
    ...turns,
  };
}

async function bestBatchSize(
  { run }: Contender<unknown>,
  batchSizes: readonly number[],
  quick: boolean,
): Promise<number> {
  const lapMs = quick ? 0 : 200;
  let best = { batchSize: 1, ms: Infinity };
  for (const batchSize of batchSizes) {
    await lap(() => run(batchSize), lapMs / 4);
    const ms = await lap(() => run(batchSize), lapMs);
    if (ms < best.ms) best = { batchSize, ms };
  }
  return best.batchSize;
}

/** The same each time. */
function noise(length: number): Uint8Array {
  const random = createRandom(1, 1);
  return Uint8Array.from({ length }, () => random.uniform(0, 256));
}
