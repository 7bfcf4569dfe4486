import { createHash } from "node:crypto";
import { basename } from "node:path";
import { NotFoundError, UsageError } from "@evalpool/errors";
import type { Split } from "@evalpool/mnist/node";
import { checkpointLayout, type Graph } from "@evalpool/models";
import { writeSafetensors } from "@evalpool/checkpoints";
import type { EpochRecord, TrainOptions, TrainResult } from "@evalpool/training";
import { writeWhole } from "@evalpool/files/node";
import { evaluate } from "../evaluate.js";
import type { TrainingFiles } from "./training-files.js";

/** Where weights come from: what stands in the `.json` file beside them. */
export interface TrainingCard {
  readonly model: string;
  readonly weights: { readonly file: string; readonly sha256: string };
  readonly command: string;
  readonly options: TrainOptions;
  /** SHA-256 of the content of the training split's files. */
  readonly dataset: { readonly name: string; readonly images: string; readonly labels: string };
  /** Epochs run, and the one whose weights these are. */
  readonly epochs: { readonly run: number; readonly best: number };
  readonly validation?: { readonly accuracy: number; readonly loss: number };
  /** Measured once the weights were chosen; absent where the test split was not at hand. */
  readonly test?: { readonly accuracy: number; readonly correct: number; readonly total: number };
}

export interface Training {
  readonly graph: Graph;
  readonly dataset: Split;
  readonly options: TrainOptions;
  readonly result: TrainResult;
  readonly best: EpochRecord;
  /** How many images were learnt from at most; undefined for all. */
  readonly limit: number | undefined;
  /** The images that had no part in training. */
  readonly loadTest: () => Promise<Split>;
  /** Stops the test on them. */
  readonly signal: AbortSignal;
}

/**
 * Writes the weights, in the layout that their spec gives, and their card, each in one piece. Once
 * the weights are there, they stay, whatever becomes of the test and of the card.
 *
 * @throws {UsageError} when a file cannot be written
 * @throws {EvalpoolError} when the test fails, once the card is written without it
 */
export async function saveTraining(
  files: TrainingFiles,
  training: Training,
): Promise<TrainingCard> {
  const { graph, dataset, options, result, best } = training;
  const bytes = writeSafetensors(checkpointLayout(graph, result.parameters));
  await writeWhole(files.weights, bytes);
  const [tested] = await Promise.allSettled([evaluateTest(training)]);
  const test = tested.status === "fulfilled" ? tested.value : undefined;
  const card: TrainingCard = {
    model: graph.id,
    weights: {
      file: basename(files.weights),
      sha256: createHash("sha256").update(bytes).digest("hex"),
    },
    command: commandOf(training),
    options,
    dataset: { name: dataset.name, ...dataset.sha256 },
    epochs: { run: result.history.length, best: best.epoch },
    ...(best.validation && { validation: best.validation }),
    ...(test && { test }),
  };
  await writeWhole(files.card, JSON.stringify(card, null, 2) + "\n").catch((cause: unknown) => {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${cause.message}; the weights are in ${files.weights}`, { cause });
  });
  await saveCurve(files, training);
  if (tested.status === "rejected") throw tested.reason;
  return card;
}

/** Draws what each epoch gave, where that is asked for. @throws {UsageError} when it cannot be written */
async function saveCurve(
  { beside: { curve } }: TrainingFiles,
  { graph, result, best }: Training,
): Promise<void> {
  if (curve === undefined) return;
  const { drawLearning } = await import("@evalpool/pictures");
  await writeWhole(curve, drawLearning(result.history, graph.id, best.epoch));
}

/** Counted once, on images that had no part in training. */
async function evaluateTest(training: Training): Promise<TrainingCard["test"]> {
  const { graph, result, loadTest, signal } = training;
  if (signal.aborted) return undefined;
  try {
    const dataset = await loadTest();
    const model = { graph, parameters: result.parameters };
    const { accuracy, correct, total } = await evaluate({ model, dataset, signal });
    return { accuracy, correct, total };
  } catch (error) {
    // Nowhere to be found, or not waited for.
    if (signal.aborted || error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function commandOf({ graph, options, limit }: Training): string {
  const { epochs, batchSize, learningRate, optimizer, seed } = options;
  return [
    `evalpool train --model ${graph.id} --epochs ${epochs} --batch-size ${batchSize}`,
    `--learning-rate ${learningRate} --optimizer ${optimizer} --seed ${seed}`,
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
  ].join(" ");
}
