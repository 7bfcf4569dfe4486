import { basename, resolve } from "node:path";

/** The inputs of action.yml, by the names of the variables that it gives them in. */
export interface Inputs {
  readonly SUITE?: string | undefined;
  readonly MODEL?: string | undefined;
  readonly WEIGHTS?: string | undefined;
  readonly DATASET?: string | undefined;
  readonly DATA?: string | undefined;
  readonly GATES?: string | undefined;
}

/** A suite as `evalpool suite` reads it: a file, or the text of one. */
export type Suite = { readonly file: string } | { readonly text: string };

/**
 * The suite that an action's inputs ask for: the one that they name, else one of a single model on a
 * single data set.
 *
 * @param directory what paths are relative to
 * @throws {Error} when they ask for both, or for no data
 */
export function suiteOf(inputs: Inputs, directory: string): Suite {
  const { SUITE, MODEL, WEIGHTS, DATASET, DATA, GATES } = inputs;
  const single = { model: MODEL, weights: WEIGHTS, dataset: DATASET, data: DATA, gates: GATES };
  const given = Object.entries(single).find(([, value]) => value);
  if (SUITE) {
    if (given) throw new Error(`suite and ${given[0]} are both given: the suite says it all`);
    return { file: resolve(directory, SUITE) };
  }
  if (!DATASET && !DATA) {
    throw new Error("expected suite, dataset or data, got none of them: say what to evaluate on");
  }
  const model = {
    ...(MODEL && { model: isPath(MODEL) ? resolve(directory, MODEL) : MODEL }),
    ...(WEIGHTS && { weights: resolve(directory, WEIGHTS) }),
  };
  const data = {
    ...(DATASET && { dataset: DATASET }),
    ...(DATA && { data: isAddress(DATA) ? DATA : resolve(directory, DATA) }),
  };
  const gates = (GATES ?? "").split("\n").filter((line) => line.trim() !== "");
  const models = { [basename(MODEL || WEIGHTS || "mlp")]: model };
  const sets = { [DATASET || basename(DATA ?? "")]: data };
  return { text: JSON.stringify({ models, data: sets, gates }) };
}

/** Whether it is a file rather than a network's name. */
const isPath = (model: string): boolean => /[./\\]/.test(model);
const isAddress = (data: string): boolean => /^https?:\/\//.test(data);
