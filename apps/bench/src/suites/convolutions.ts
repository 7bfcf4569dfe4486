import { useWideVectors } from "@evalpool/eval";
import {
  compileKernels,
  createWasmBackend,
  kernelsName,
  type ConvGeometry,
  type KernelModule,
} from "@evalpool/tensor";
import {
  prepareOurs,
  preparePeer,
  requireAlike,
  someImages,
  someWeights,
  TOLERANCE,
} from "../convolutions/contenders.ts";
import { convolutionShapes, describeShape, flopsOf } from "../convolutions/shapes.ts";
import { median, type Summary } from "../statistics.ts";
import type { Suite } from "../suite.ts";
import { integer, times, type Table } from "../table.ts";
import { takeTurns, type Turns } from "../turns.ts";

interface Convolutions {
  readonly backend: string;
  readonly measured: readonly Measured[];
  /** Why onnxruntime-node is not measured beside. */
  readonly missing?: string;
}

interface Measured extends Turns {
  readonly shape: string;
  readonly algorithm: string;
  /** Of one call. */
  readonly images: number;
  /** Operations for one image, as a sum of products takes them. */
  readonly flops: number;
}

/** How many times as fast as onnxruntime-node ours is to be at least. */
const TARGET = 0.7;
/** Operations of one call at least, for a call of onnxruntime-node takes some 0.05 ms by itself. */
const LEAST_FLOPS = 4e7;
const LEAST_IMAGES = 8;
const MOST_IMAGES = 256;

/** Single convolutions over feature maps, both in this process, taking turns. */
export const convolutions: Suite<Convolutions> = {
  name: "convolutions",
  async measure({ quick, log, peers: { packages } }) {
    const module = compileKernels(undefined, useWideVectors());
    const { missing } = packages;
    const measured: Measured[] = [];
    for (const geometry of convolutionShapes().slice(0, quick ? 4 : undefined)) {
      const one = await measure(geometry, module, missing === undefined, quick);
      log(`convolutions: ${one.shape}: ${one.peer ? times(one.peer.ratio.median) : "measured"}`);
      measured.push(one);
    }
    return { backend: kernelsName(module), measured, ...(missing !== undefined && { missing }) };
  },
  tabulate({ backend, measured, missing }) {
    const rows = measured
      .toSorted((a, b) => ratioOf(a) - ratioOf(b))
      .map(({ shape, algorithm, images, flops, ms, peer }) => [
        shape,
        algorithm,
        integer(images),
        microseconds(ms, images),
        gigaflops(ms, images * flops),
        ...(peer
          ? [
              microseconds(peer.ms, images),
              gigaflops(peer.ms, images * flops),
              times(peer.ratio.median),
              times(peer.ratioOfBest),
            ]
          : []),
      ]);
    const slow = measured.filter((one) => ratioOf(one) < TARGET).length;
    const notes =
      missing === undefined
        ? [
            `${slow} of ${measured.length} are below ${times(TARGET)} (wanted: none); ` +
              `${times(median(measured.map(ratioOf)))} in the middle.`,
            "Products count as FLOP whether they are computed or, as Winograd's algorithm does, left out.",
            `Outputs agree within ${TOLERANCE} of the largest.`,
          ]
        : [`onnxruntime-node is absent: ${missing}.`];
    const table: Table = {
      title: `convolutions of random shapes on one thread (${backend}), against onnxruntime-node`,
      columns: [
        "kernel, channels, maps",
        "algorithm",
        "images",
        "µs/image",
        "GFLOP/s",
        "its µs/image",
        "its GFLOP/s",
        "evalpool is",
        "of best",
      ],
      rows,
      notes,
    };
    return [table];
  },
};

function ratioOf({ peer }: Measured): number {
  return peer?.ratio.median ?? 0;
}

function microseconds(ms: Summary, images: number): string {
  return ((1000 * ms.median) / images).toFixed(1);
}

function gigaflops(ms: Summary, flops: number): string {
  return (flops / ms.median / 1e6).toFixed(1);
}

async function measure(
  geometry: ConvGeometry,
  module: KernelModule,
  withPeer: boolean,
  quick: boolean,
): Promise<Measured> {
  const flops = flopsOf(geometry);
  const affordable = Math.min(MOST_IMAGES, Math.ceil(LEAST_FLOPS / flops));
  const images = quick ? 2 : Math.max(LEAST_IMAGES, affordable);
  const weights = someWeights(geometry);
  const x = someImages(geometry, images);
  const ours = prepareOurs(createWasmBackend(module), geometry, weights, x, images);
  const theirs = withPeer ? await preparePeer(geometry, weights, x, images) : undefined;
  const shape = describeShape(geometry);
  if (theirs) requireAlike(shape, ours.read(), await theirs());
  const laps = quick ? { rounds: 1, lapMs: 0 } : { rounds: 9, lapMs: 20 };
  const turns = await takeTurns(ours.run, theirs, laps);
  return { shape, algorithm: ours.algorithm, images, flops, ...turns };
}
