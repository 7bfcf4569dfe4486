import { basename, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { completePreprocess, specWords } from "@evalpool/models";
import { check, listProblems, UsageError } from "@evalpool/errors";
import { imageOf, type OwnPredictor, type PredictorInput } from "@evalpool/evaluate";
import type {
  PredictOptions,
  PredictorInput as SaidInput,
  WorkerModuleOptions,
} from "../options.js";
import { predictorSchema } from "./predictor-schema.js";

/**
 * The predictor that options describe.
 *
 * @throws {UsageError} when what is said of it is incomplete, or contradicts itself
 */
export function ownPredictorOf(options: PredictOptions | WorkerModuleOptions): OwnPredictor {
  const checked = check(predictorSchema(options.input.layout), options, specWords);
  if (!("value" in checked)) throw new UsageError(`evaluate: ${listProblems(checked.problems)}`);
  const { gives, classes, id } = options;
  const input = complete(options.input);
  requireConsistent(input);
  const runtime = { name: "predict" } as const;
  const said = { input, gives, classes, runtime };
  if (options.predict !== undefined) {
    const { predict } = options;
    return { ...said, id: id ?? (predict.name || "predict"), source: { predict } };
  }
  const url = urlOf(options.workerModule);
  const source = { module: url.href, data: copyOf(options.workerData) };
  return { ...said, id: id ?? fileName(url), source };
}

function complete({ preprocess, ...input }: SaidInput): PredictorInput {
  return { ...input, ...(preprocess && { preprocess: completePreprocess(preprocess) }) };
}

function requireConsistent(input: PredictorInput): void {
  const { element, preprocess } = input;
  if (!preprocess) return;
  const [channels] = imageOf(input);
  for (const name of ["scale", "mean", "std"] as const) {
    const value = preprocess[name];
    if (value === undefined) continue;
    if (element === "uint8") {
      const both = `${name} makes floats of pixels, and element uint8 takes pixels as they are`;
      throw new UsageError(`evaluate: input.preprocess: ${both}: give one of them`);
    }
    if (typeof value === "number" || value.length === 1 || value.length === channels) continue;
    const expected = `one number, or one for each of ${channels} channels`;
    throw new UsageError(
      `evaluate: input.preprocess.${name}: expected ${expected}, got ${value.length}`,
    );
  }
}

function urlOf(module: URL | string): URL {
  if (module instanceof URL) return module;
  return module.startsWith("file:") ? new URL(module) : pathToFileURL(resolve(module));
}

function fileName(url: URL): string {
  return url.protocol === "file:" ? basename(fileURLToPath(url)) : "predict";
}

/** Made here, so that what cannot be sent to a thread is told before there are any. */
function copyOf(data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`evaluate: workerData: expected what threads can be sent: ${reason}`, {
      cause,
    });
  }
}
