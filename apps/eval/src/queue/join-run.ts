import { bind } from "@evalpool/models";
import { readNative } from "@evalpool/checkpoints";
import { datasetNames, type DatasetName, type PathOptions } from "@evalpool/data/node";
import { runDifferences, type Evaluator, type Part, type ShardRange } from "@evalpool/evaluate";
import { createEvaluatorWith } from "../evaluator.js";
import { openFitting } from "../load-fitting.js";
import type { AnyModel } from "../options.js";
import { createPartMaker } from "../parts/part-maker.js";
import { identityOf } from "../parts/run-identity.js";
import { startShardRunner } from "../shard-runner.js";
import { getNetwork, type NetworkMeans } from "./network.js";
import type { Store } from "./open-store.js";
import type { RunDescription } from "./run-description.js";
import { unfit } from "./unfit.js";

/** What a worker has of its own, and takes for every run. */
export interface WorkerMeans extends Pick<NetworkMeans, "allowUrl"> {
  readonly threads: number;
  readonly batchSize: number;
  /** Its own data: without them those that a run names are looked for. */
  readonly data: string | undefined;
  readonly format: PathOptions;
  readonly offline: boolean | undefined;
}

/** What evaluates ranges of one run. */
export interface RunEvaluator extends AsyncDisposable {
  evaluate(range: ShardRange): Promise<Part>;
}

/**
 * Makes ready to evaluate ranges of a run.
 *
 * @throws {EvalpoolError} that says why this machine cannot: it lacks the data, or has others, or
 * its kernels give other bits
 */
export async function joinRun(
  store: Store,
  runId: string,
  run: RunDescription,
  means: WorkerMeans,
  signal: AbortSignal,
): Promise<RunEvaluator> {
  const { allowUrl } = means;
  const bytes = await getNetwork(store, runId, run.network, { allowUrl, signal });
  const file = "the network in the queue";
  const { graph, parameters } = await readNative(bytes, file, {});
  const model = bind(graph, parameters, file);
  const { identity, corruption } = run;
  const evaluator = await createEvaluatorWith(startShardRunner(means.threads, signal), {
    model,
    dataset: openFitting(graph, { ...dataOf(run, means), signal }),
    limit: identity.total,
    corruption,
    batchSize: means.batchSize,
    backend: identity.kernels === "reference" ? "reference" : "wasm",
    exact: identity.exact,
    signal,
  });
  try {
    await requireSame(evaluator, run);
    const makePart = createPartMaker(evaluator, identity);
    return {
      async evaluate(range) {
        const start = performance.now();
        const tally = await evaluator.run({ ranges: [range] });
        return makePart({ ranges: [range], tally, evaluateMs: performance.now() - start });
      },
      [Symbol.asyncDispose]: () => evaluator[Symbol.asyncDispose](),
    };
  } catch (error) {
    await evaluator[Symbol.asyncDispose]();
    throw error;
  }
}

async function requireSame(evaluator: Evaluator<AnyModel>, run: RunDescription): Promise<void> {
  const differences = runDifferences(run.identity, await identityOf(evaluator));
  if (differences === undefined) return;
  throw unfit(`evaluates something else: ${differences}`);
}

/** @throws {DataError} where neither the worker nor the registry has the data of a run */
function dataOf({ dataset: { name, split } }: RunDescription, means: WorkerMeans) {
  const { data, format, offline } = means;
  if (data !== undefined) return { ...format, dataset: "auto" as const, data, split, offline };
  if (!isPublished(name)) {
    throw unfit(
      `has no data of its own, and ${name} is none that is published; start it with --data PATH`,
    );
  }
  return { dataset: name, split, offline };
}

function isPublished(name: string): name is Exclude<DatasetName, "auto"> {
  return name !== "auto" && datasetNames.some((known) => known === name);
}
