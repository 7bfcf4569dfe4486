import type { Split } from "@evalpool/mnist/node";
import type { Graph } from "@evalpool/models";
import type { KernelModule } from "@evalpool/tensor";
import type { TrainOptions } from "@evalpool/training";
import { sha256Of } from "../sha256-of.js";

/** What a training is of: where all of it is equal, it goes on to the same bits. */
export type TrainingSubject = Readonly<Record<string, string | number>>;

/** A training, as far as its weights depend on it. */
export interface SubjectOf {
  readonly graph: Graph;
  readonly dataset: Split;
  readonly options: TrainOptions;
  readonly kernels: KernelModule | null;
}

export function subjectOf({ graph, dataset, options, kernels }: SubjectOf): TrainingSubject {
  const { epochs, ...rest } = options;
  return {
    network: sha256Of([JSON.stringify(graph)]),
    images: dataset.sha256.images,
    labels: dataset.sha256.labels,
    limit: dataset.labels.data.length,
    // Engines that pair vectors do the same sums.
    kernels: kernels?.build ?? "none",
    ...rest,
    // All of them are what a learning rate falls over; one that is constant goes on for more.
    ...(options.schedule !== "constant" && { epochs }),
  };
}

/** In what a training is not the one that is expected; undefined where it is the same. */
export function subjectDifferences(
  asked: TrainingSubject,
  kept: TrainingSubject,
): string | undefined {
  const names = [...new Set([...Object.keys(asked), ...Object.keys(kept)])];
  const differences = names
    .filter((name) => asked[name] !== kept[name])
    .map((name) => `${name} ${text(kept[name])} there, ${text(asked[name])} asked for`);
  return differences.length > 0 ? differences.join("; ") : undefined;
}

/** So much of a digest tells it from another. */
const DIGITS = 12;

function text(value: string | number | undefined): string {
  const all = String(value ?? "none");
  return /^[0-9a-f]{64}$/.test(all) ? all.slice(0, DIGITS) : all;
}
