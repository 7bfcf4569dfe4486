import { DataError, UsageError } from "@evalpool/errors";
import { chooseKernels } from "@evalpool/evaluate";
import type { Split, SplitName } from "@evalpool/mnist/node";
import { zoo, type Graph } from "@evalpool/models";
import {
  defaultOptions,
  recipeFor,
  train,
  type TrainOptions,
  type TrainResult,
  type TrainState,
} from "@evalpool/training";
import type { NamedFiles } from "../distinct-files.js";
import { loadFitting } from "../load-fitting.js";
import { loadGraphShown, type DatasetChoice } from "../loading.js";
import { stop } from "../stop.js";
import { formatAccuracy, formatCount } from "../terminal/numbers.js";
import { say, tell } from "../terminal/tell.js";
import { untilStopped } from "../until-stopped.js";
import { useWideVectors } from "../wide-vectors.js";
import { affordableBatch } from "./affordable-batch.js";
import { openEpochLog } from "./epoch-log.js";
import { firstOf } from "./first-of.js";
import { saveTraining } from "./save-training.js";
import { showTraining } from "./show-training.js";
import { defaultWeightsFile, planTrainingFiles, type TrainingOutputs } from "./training-files.js";
import { readTrainingState, writeTrainingState } from "./training-state.js";
import { subjectOf, type SubjectOf } from "./training-subject.js";

/** What `evalpool train` is to do. */
export interface TrainingRequest {
  readonly model: string;
  readonly data: Pick<DatasetChoice, "dataset" | "data" | "offline">;
  /** Those that are given; others are the network's own. */
  readonly options: Partial<TrainOptions>;
  /** Images to learn from, at most. */
  readonly limit: number | undefined;
  readonly out: string | undefined;
  readonly outputs: TrainingOutputs;
  /** What the command reads, by flag. */
  readonly inputs: NamedFiles;
}

/** Carries out `evalpool train`. When interrupted, the best weights so far are saved all the same. */
export async function runTraining(request: TrainingRequest): Promise<void> {
  const { model, out, outputs, inputs, limit } = request;
  const graph = await untilStopped(loadGraphShown(model));
  const files = await untilStopped(
    planTrainingFiles(out ?? defaultWeightsFile(graph.id), inputs, outputs),
  );
  const load = (split: SplitName): Promise<Split> =>
    loadFitting(graph, { ...request.data, split, signal: stop });
  const dataset = firstOf(await untilStopped(load("train")), limit);
  const options = optionsFor(request, graph, dataset);
  const kernels = chooseKernels("auto", useWideVectors()) ?? null;
  const result = await learn({ graph, dataset, options, kernels }, outputs);
  const { best } = result;
  if (best === undefined) {
    tell(["evalpool: stopped before the first epoch's end; nothing saved"]);
    return;
  }
  const loadTest = (): Promise<Split> => load("test");
  const training = { graph, dataset, options, result, best, limit, loadTest, signal: stop };
  const { validation, test } = await saveTraining(files, training);
  say([
    `weights    ${files.weights}`,
    `epoch      ${best.epoch}, the best of ${result.history.length}`,
    ...(validation ? [`validation ${formatAccuracy(validation.accuracy)}`] : []),
    ...(test ? [`test       ${formatAccuracy(test.accuracy)}`] : []),
  ]);
}

function optionsFor(
  { model, options }: TrainingRequest,
  graph: Graph,
  dataset: Split,
): TrainOptions {
  // A network of one's own may be called as one of the zoo.
  const recipe = zoo.has(model) ? recipeFor(model) : defaultOptions;
  const asked = { ...recipe, ...options };
  return { ...asked, batchSize: affordableBatch(graph, asked.batchSize, dataset.images.shape[0]) };
}

/** Trains, from where it was stopped if that is kept. */
async function learn(of: SubjectOf, { log, resume }: TrainingOutputs): Promise<TrainResult> {
  const { graph, dataset, options, kernels } = of;
  const { images, labels, name } = dataset;
  const subject = subjectOf(of);
  const from = resume === undefined ? undefined : await readTrainingState(resume, graph, subject);
  const before = from?.history ?? [];
  if (resume !== undefined && before.length > 0) tellGoingOn(resume, before.length, options.epochs);
  const logEpoch = log === undefined ? undefined : await openEpochLog(log, before);
  const { end, onEpoch, onProgress } = showTraining(options.epochs, before.length);
  const keep = resume && ((state: TrainState) => writeTrainingState(resume, state, subject));
  return train({
    ...{ graph, images, labels, ...options, kernels, signal: stop, onProgress },
    onEpoch(record) {
      onEpoch(record);
      logEpoch?.(record);
    },
    ...(from && { from }),
    ...(keep && { onState: keep }),
  })
    .catch((error: unknown) => {
      if (!(error instanceof DataError)) throw error;
      throw new DataError(`${name} train`, error.reason, { cause: error });
    })
    .finally(end);
}

/** @throws {UsageError} when more is done than is asked for */
function tellGoingOn(file: string, done: number, epochs: number): void {
  if (done > epochs) throw new UsageError(`--epochs ${epochs}: ${file} has ${done} already`);
  tell([`evalpool: goes on after ${formatCount(done, "epoch")}, kept in ${file}`]);
}
