import { existsSync } from "node:fs";
import { readSafetensors, writeSafetensors } from "@evalpool/checkpoints";
import { DataError, listOf } from "@evalpool/errors";
import { readWhole, writeWhole } from "@evalpool/files/node";
import { parameterCount, type FloatTensor, type Graph, type Parameters } from "@evalpool/models";
import type { EpochRecord, TrainState } from "@evalpool/training";
import * as z from "zod/mini";
import { checkInput } from "../compare/check-input.js";
import { MOST_ROUNDS } from "../commands/limits.js";
import { subjectDifferences, type TrainingSubject } from "./training-subject.js";

/** The note beside the tensors. */
const NOTE = "evalpool.training";
const WHAT = "the state of a training, as evalpool train --resume writes it";

/** Numbers of a weight: itself and the best, of 4 bytes, and two of the optimiser, of 8. */
const BYTES_A_WEIGHT = 24;
/** Numbers of an epoch, of 8 bytes. */
const BYTES_AN_EPOCH = 32;
/** Names, shapes and notes. */
const MOST_BESIDE = 2 ** 24;

function noteSchema() {
  const word = z.int().check(z.minimum(-(2 ** 31)), z.maximum(2 ** 31 - 1));
  const state = z
    .tuple([word, word, word, word])
    .check(z.refine((words) => words.some((word) => word !== 0), "expected a word that is not 0"));
  return z.object({
    schemaVersion: z.literal(1),
    of: z.record(z.string(), z.union([z.string(), z.number()])),
    random: listOf(state),
  });
}

/** Writes what training goes on from, in one piece. @throws {UsageError} when it cannot be written */
export async function writeTrainingState(
  file: string,
  { history, best, random, tensors }: TrainState,
  of: TrainingSubject,
): Promise<void> {
  const all: Parameters = new Map([
    ...tensors,
    ...[...best].map(([name, tensor]): [string, FloatTensor] => [`best.${name}`, tensor]),
    ["history", tableOf(history)],
  ]);
  const note = JSON.stringify({ schemaVersion: 1, of, random });
  await writeWhole(file, writeSafetensors(all, { [NOTE]: note }));
}

/**
 * What is kept of a training, undefined where nothing is yet.
 *
 * @throws {DataError} when the file is something else, or the state of another training
 */
export async function readTrainingState(
  file: string,
  graph: Graph,
  asked: TrainingSubject,
): Promise<TrainState | undefined> {
  if (!existsSync(file)) return undefined;
  const maxBytes =
    parameterCount(graph) * BYTES_A_WEIGHT + MOST_ROUNDS * BYTES_AN_EPOCH + MOST_BESIDE;
  const { parameters, notes } = readSafetensors(await readWhole(file, { maxBytes }), file);
  const note = notes.get(NOTE);
  if (note === undefined) throw new DataError(file, `expected ${WHAT}, got other tensors`);
  const { of, random } = checkInput(noteSchema(), note, file, WHAT);
  const differences = subjectDifferences(asked, of);
  if (differences !== undefined) {
    throw new DataError(file, `the state of another training: ${differences}; give another file`);
  }
  const { best, tensors, history } = sorted(parameters);
  if (history === undefined) throw new DataError(file, `expected ${WHAT}, got no history`);
  return { history: recordsOf(history, file), best, random, tensors };
}

/** Tensors by what they are of. */
function sorted(parameters: Parameters) {
  const best = new Map<string, FloatTensor>();
  const tensors = new Map<string, FloatTensor>();
  for (const [name, tensor] of parameters) {
    if (name.startsWith("best.")) best.set(name.slice("best.".length), tensor);
    else if (name !== "history") tensors.set(name, tensor);
  }
  return { best, tensors, history: parameters.get("history") };
}

/** `[epochs, 2]` or `[epochs, 4]`: loss, images per second, and loss and accuracy of those held out. */
function tableOf(history: readonly EpochRecord[]): FloatTensor {
  const rows = history.map(({ loss, imagesPerSecond, validation }) => [
    loss,
    imagesPerSecond,
    ...(validation ? [validation.loss, validation.accuracy] : []),
  ]);
  return { data: Float64Array.from(rows.flat()), shape: [rows.length, rows[0]?.length ?? 2] };
}

function recordsOf({ data, shape }: FloatTensor, file: string): EpochRecord[] {
  const [epochs = 0, width] = shape;
  if (shape.length !== 2 || (width !== 2 && width !== 4)) {
    throw new DataError(file, `expected a history of 2 or 4 columns, got shape (${shape.join()})`);
  }
  return Array.from({ length: epochs }, (_, i) => {
    const [loss = NaN, imagesPerSecond = NaN, held, accuracy] = data.slice(
      i * width,
      (i + 1) * width,
    );
    const isJudged = held !== undefined && accuracy !== undefined;
    const validation = isJudged ? { validation: { loss: held, accuracy } } : {};
    return { epoch: i + 1, loss, imagesPerSecond, ...validation };
  });
}
