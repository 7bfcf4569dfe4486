import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { alone } from "./alone.js";
import type { Subject } from "./evaluation.js";
import { measureBatchSizes, type BatchMeasurement } from "./measure-batch-sizes.js";
import { runOnWebWorkers } from "./run-on-web-workers.js";
import { isOf, subject } from "./state.js";

/** Images in one forward pass, of what is measured. */
export const BATCH_SIZES = [1, 100] as const;

const step = signal<number | undefined>();
const last = signal<(BatchMeasurement & Subject) | undefined>();

/** Which batch size is being measured; undefined when none is. */
export const measuring: ReadonlySignal<number | undefined> = step;

/** What was measured last, if it is of what is chosen now. */
export const measured: ReadonlySignal<BatchMeasurement | undefined> = computed(() => {
  const chosen = subject.value;
  const measurement = last.value;
  return typeof chosen !== "string" && measurement && isOf(measurement, chosen)
    ? measurement
    : undefined;
});

/** Measures what is chosen. @throws as `measureBatchSizes`; an AbortError when stopped */
export async function measure(chosen: Subject): Promise<void> {
  await alone(async (signal) => {
    step.value = BATCH_SIZES[0];
    try {
      const measurement = await measureBatchSizes(chosen, BATCH_SIZES, {
        signal,
        start: () => runOnWebWorkers(1, signal),
        onStep(batchSize) {
          step.value = batchSize;
        },
      });
      last.value = { ...measurement, ...chosen };
    } finally {
      step.value = undefined;
    }
  });
}
