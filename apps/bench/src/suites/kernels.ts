import { required } from "@evalpool/errors";
import { useWideVectors } from "@evalpool/eval";
import {
  compileKernels,
  createWasmBackend,
  referenceBackend,
  supportsKernels,
  type Backend,
  type ByteInput,
  type KernelBuild,
  type Rows,
} from "@evalpool/tensor";
import { Bench } from "tinybench";
import { summarize, type Summary } from "../statistics.ts";
import type { Context, Suite } from "../suite.ts";
import { integer, type Table } from "../table.ts";

interface Measured {
  readonly kernel: string;
  readonly backend: string;
  /** Operations of one call; a product of zero counts, whether it is computed or skipped. */
  readonly flops: number;
  /** Milliseconds of one call. */
  readonly ms: Summary;
}

/** A kernel on named data: made ready once, called many times. */
interface Kernel {
  readonly name: string;
  readonly flops: number;
  prepare(backend: Backend, inputs: Context["inputs"]): () => unknown;
}

/** Rows of one call: long enough to time, short enough for a core's own cache. */
const ROWS = 200;

const list: readonly Kernel[] = [
  denseBytes("MNIST pixels", 784, 50),
  denseBytes("pixels without zeros", 784, 50),
  denseBytes("MNIST pixels", 784, 256),
  dense(50, 100),
  dense(100, 10),
  dense(256, 256),
  dense(300, 100),
  // Multiply-free work is counted by what its formula shows: exp and a division are one each.
  activation("sigmoid", 50, 4),
  activation("sigmoid", 100, 4),
  activation("relu", 100, 1),
  softmax(10),
  readOff(10),
];

export const kernels: Suite<readonly Measured[]> = {
  name: "kernels",
  async measure({ inputs, quick, log }) {
    const bench = new Bench({
      time: quick ? 2 : 400,
      warmupTime: quick ? 1 : 150,
      warmupIterations: 3,
      iterations: 3,
      retainSamples: true,
      throws: true,
    });
    const named = new Map<string, Omit<Measured, "ms">>();
    for (const kernel of list) {
      for (const backend of backends()) {
        const name = `${kernel.name} ${backend.name}`;
        named.set(name, { kernel: kernel.name, backend: backend.name, flops: kernel.flops });
        bench.add(name, kernel.prepare(backend, inputs));
      }
    }
    bench.addEventListener("cycle", ({ task }) => log(`kernels: ${task.name}`));
    const tasks = await bench.run();
    return tasks.map(({ name, result }) => {
      if (result.state !== "completed") throw new Error(`${name}: ${result.state}`);
      const samples = required(result.latency.samples, `time of ${name}`);
      return { ...required(named.get(name), name), ms: summarize(samples) };
    });
  },
  tabulate(measured) {
    const backends = [...new Set(measured.map(({ backend }) => backend))];
    const flops = new Map(measured.map(({ kernel, flops }) => [kernel, flops]));
    const rows = [...flops].map(([name, flops]) => {
      const ofKernel = measured.filter(({ kernel }) => kernel === name);
      const speeds = backends.map((backend) => {
        const one = ofKernel.find((measured) => measured.backend === backend);
        return one === undefined ? "" : (one.flops / one.ms.lowerQuartile / 1e6).toFixed(2);
      });
      return [name, integer(flops), ...speeds];
    });
    const title = `kernels on one thread, ${ROWS} rows in a call, GFLOP/s (best quarter)`;
    const table: Table = {
      title,
      columns: ["", "FLOP in a call", ...backends],
      rows,
      notes: ["Products with pixels that are 0 count as FLOP; the kernels skip them."],
    };
    return [table];
  },
};

function backends(): Backend[] {
  const builds = (["simd", "relaxed"] satisfies KernelBuild[]).filter(supportsKernels);
  const modules = builds.map((build) => compileKernels(build));
  // As the command runs them, where it can. This holds for the whole process: others are paired too.
  if (useWideVectors()) modules.push(compileKernels(undefined, true));
  return [referenceBackend, ...modules.map((module) => createWasmBackend(module))];
}

function denseBytes(
  pixels: "MNIST pixels" | "pixels without zeros",
  width: number,
  units: number,
): Kernel {
  return {
    name: `dense ${width}→${units} over bytes, ${pixels}`,
    flops: 2 * ROWS * width * units,
    prepare(backend, { images }) {
      const input = backend.createInput(ROWS * width);
      const some = images.data.subarray(0, ROWS * width);
      input.bytes.set(pixels === "MNIST pixels" ? some : some.map((_, i) => 1 + (i % 255)));
      const layer = backend.packDenseBytes(weights(width, units), 255);
      const run = backend.denseBytes(layer, input, newRows(backend, layer.stride));
      return () => run(0, ROWS);
    },
  };
}

function dense(width: number, units: number): Kernel {
  return {
    name: `dense ${width}→${units}`,
    flops: 2 * ROWS * width * units,
    prepare(backend) {
      const x = someRows(backend, width);
      const layer = backend.packDense(weights(width, units));
      const run = backend.dense(layer, x, newRows(backend, layer.stride));
      return () => run(ROWS);
    },
  };
}

function activation(name: "sigmoid" | "relu", width: number, flops: number): Kernel {
  return {
    name: `${name} ${width}`,
    flops: flops * ROWS * width,
    prepare(backend) {
      const x = someRows(backend, width);
      return () => backend.activate({ name }, x, ROWS, width);
    },
  };
}

function softmax(width: number): Kernel {
  return {
    name: `softmax ${width}`,
    flops: 5 * ROWS * width,
    prepare(backend) {
      const x = someRows(backend, width);
      return () => backend.softmax(x, ROWS, width, width, false);
    },
  };
}

/** The largest of each row, and the sums that its softmax is made with. */
function readOff(width: number): Kernel {
  return {
    name: `summarize ${width}`,
    flops: 6 * ROWS * width,
    prepare(backend) {
      const x = someRows(backend, width);
      return () => backend.summarize(x, ROWS, width);
    },
  };
}

/** Floats in a backend's memory are the output of a layer: here, of one over few bytes. */
function someRows(backend: Backend, width: number): Rows {
  const inputs = 4;
  const x: ByteInput = backend.createInput(ROWS * inputs);
  for (let i = 0; i < ROWS * inputs; i++) x.bytes[i] = (i * 37) % 256;
  const layer = backend.packDenseBytes(weights(inputs, width), 255);
  const rows = newRows(backend, layer.stride);
  backend.denseBytes(layer, x, rows)(0, ROWS);
  return rows;
}

function newRows(backend: Backend, stride: number): Rows {
  return backend.rows(backend.allocate(4 * stride * ROWS), 0, stride, ROWS);
}

/** Between -0.5 and 0.5, of no pattern that would matter. */
function weights(inputs: number, units: number) {
  const value = (_: unknown, i: number): number => ((i * 7919) % 1009) / 1009 - 0.5;
  return {
    weight: Float32Array.from({ length: inputs * units }, value),
    bias: Float32Array.from({ length: units }, value),
  };
}
