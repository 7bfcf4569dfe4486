import { compile, createPlan, type Model } from "@evalpool/models";
import {
  compileKernels,
  createWasmBackend,
  referenceBackend,
  size,
  type Backend,
} from "@evalpool/tensor";

/** A way to run a model. */
export interface Way {
  readonly name: string;
  readonly backend: Backend;
  readonly isExact: boolean;
}

const backends: readonly Backend[] = [
  referenceBackend,
  createWasmBackend(compileKernels("simd")),
  createWasmBackend(compileKernels("relaxed")),
  createWasmBackend(compileKernels("simd", true)),
  createWasmBackend(compileKernels("relaxed", true)),
];

/** Every backend, with and without algorithms that round more. */
export const ways: readonly Way[] = backends.flatMap((backend) =>
  [false, true].map((isExact) => {
    return { name: `${backend.name}${isExact ? ", exact" : ""}`, backend, isExact };
  }),
);

/** The logits of images, in batches of that size; fewer where a program takes no more. */
export function compiledLogits(
  model: Model,
  { backend, isExact }: Way,
  pixels: Uint8Array,
  batchSize: number,
): Float32Array {
  const count = pixels.length / size(model.graph.input.shape);
  const program = compile(model, backend, batchSize, { isExact });
  const plan = createPlan(program, backend, count);
  plan.input.bytes.set(pixels);
  const { classes } = plan;
  const all = new Float32Array(count * classes);
  for (let first = 0; first < count; first += program.batchSize) {
    const batch = Math.min(program.batchSize, count - first);
    plan.run(first, batch);
    const { data, stride } = plan.logits;
    for (let row = 0; row < batch; row++) {
      all.set(data.subarray(row * stride, row * stride + classes), (first + row) * classes);
    }
  }
  return all;
}
