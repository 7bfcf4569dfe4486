import { loadModel } from "@evalpool/checkpoints/node";
import type { Predict } from "@evalpool/eval";
import { compile, createPlan } from "@evalpool/models";
import { referenceBackend } from "@evalpool/tensor";

/** The shipped network on the reference's kernels, of pixels as they are: up to so many in a batch. */
export default async function createPredict(data: unknown): Promise<Predict> {
  const most = Number(data);
  const program = compile(await loadModel("mlp"), referenceBackend, most);
  const { input, logits, run } = createPlan(program, referenceBackend, most);
  return (batch, count) => {
    input.bytes.set(batch);
    run(0, count);
    const rows = new Float32Array(count * 10);
    for (let row = 0; row < count; row++) {
      const from = row * logits.stride;
      rows.set(logits.data.subarray(from, from + 10), row * 10);
    }
    return rows;
  };
}
