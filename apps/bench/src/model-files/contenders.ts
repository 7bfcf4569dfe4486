import { readFile } from "node:fs/promises";
import { compile, createPlan, preprocess, type Model } from "@evalpool/models";
import { argmax, createWasmBackend, size, type KernelModule } from "@evalpool/tensor";
import { prepareOnnx } from "../onnx/onnxruntime-node.ts";

/** Images of bytes, `[N, …]`, as the network takes them. */
interface Pixels {
  readonly data: Uint8Array;
  readonly shape: readonly number[];
}

/** Runs all images, `batchSize` at a time, and gives `[N, classes]` of the last run. */
export interface Contender<Ran> {
  readonly run: (batchSize: number) => Ran;
  readonly outputs: () => Float32Array;
}

/** Ours: logits. */
export function prepareOurs(model: Model, module: KernelModule, pixels: Pixels): Contender<void> {
  const [images = 0] = pixels.shape;
  const plans = new Map<number, ReturnType<typeof planOf>>();
  const planOf = (batchSize: number) => {
    const backend = createWasmBackend(module);
    const program = compile(model, backend, batchSize);
    const plan = createPlan(program, backend, images);
    plan.input.bytes.set(pixels.data);
    return { ...plan, batchSize: program.batchSize };
  };
  let outputs = new Float32Array();
  return {
    run(batchSize) {
      const plan = plans.get(batchSize) ?? planOf(batchSize);
      plans.set(batchSize, plan);
      const { classes } = plan;
      if (outputs.length === 0) outputs = new Float32Array(images * classes);
      for (let first = 0; first < images; first += plan.batchSize) {
        const count = Math.min(plan.batchSize, images - first);
        plan.run(first, count);
        const { data, stride } = plan.logits;
        for (let i = 0; i < count; i++) {
          outputs.set(data.subarray(i * stride, i * stride + classes), (first + i) * classes);
        }
      }
    },
    outputs: () => outputs,
  };
}

/** onnxruntime-node: what the file gives. */
export async function preparePeer(
  model: Model,
  file: string,
  pixels: Pixels,
): Promise<Contender<Promise<void>>> {
  const run = await prepareOnnx(await readFile(file), true);
  const x = Float32Array.from(preprocess(model.graph, pixels).data);
  const [images = 0, ...shape] = pixels.shape;
  const width = size(shape);
  let outputs = new Float32Array();
  return {
    async run(batchSize) {
      for (let first = 0; first < images; first += batchSize) {
        const count = Math.min(batchSize, images - first);
        const data = x.subarray(first * width, (first + count) * width);
        const got = await run({ data, shape: [count, ...shape] });
        if (outputs.length === 0) outputs = new Float32Array((images / count) * got.length);
        outputs.set(got, (first / count) * got.length);
      }
    },
    outputs: () => outputs,
  };
}

/** Of the largest: outputs nearer than this may be in another order, for rounding. */
const TOLERANCE = 1e-3;

/** @throws {Error} when ours predicts what the other does not */
export function requireSamePredictions(
  name: string,
  images: number,
  ours: Float32Array,
  theirs: Float32Array,
): void {
  const shape = [images, theirs.length / images];
  const rows = (data: Float32Array) => argmax({ data, shape }, 1).data;
  const [own, other] = [rows(ours), rows(theirs)];
  for (const [image, prediction] of own.entries()) {
    const at = (column: number): number => theirs[image * (shape[1] ?? 0) + column] ?? NaN;
    const best = other[image] ?? 0;
    if (at(prediction) >= at(best) - TOLERANCE * Math.abs(at(best))) continue;
    throw new Error(`${name}: image ${image} is ${prediction}, onnxruntime-node says ${best}`);
  }
}
