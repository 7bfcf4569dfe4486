import { didYouMean, shorten } from "@evalpool/errors";
import type { Gate } from "@evalpool/evaluate";
import type { SuiteFile } from "./suite-schema.js";
import type { PlannedEvaluation } from "./suite.js";

/** What is to be evaluated, in the order of the file, or what is wrong with it. */
interface Plan {
  readonly evaluations: readonly PlannedEvaluation[];
  readonly problems: readonly string[];
}

/**
 * Each model on each data set; where a file lists evaluations, those, and one that leaves out the
 * model or the data set is of all of them. A pair that is listed twice is evaluated once, and holds
 * the gates of both. Gates are those of the suite, the model, the data set and the pair.
 */
export function planEvaluations({ models, data, gates = [], evaluations = [{}] }: SuiteFile): Plan {
  const problems: string[] = [];
  const namesOf = (where: string, all: object, name: string | undefined): readonly string[] => {
    const known = Object.keys(all);
    if (name === undefined) return known;
    if (known.includes(name)) return [name];
    const hint = didYouMean(name, known) || ` Known are ${known.join(", ")}.`;
    problems.push(`${where}: there is no ${shorten(name, 40)}.${hint}`);
    return [];
  };
  for (const [kind, all] of Object.entries({ models, data })) {
    if (Object.keys(all).length === 0) problems.push(`${kind}: expected one or more, got none`);
  }
  const pairs = new Map<string, PlannedEvaluation>();
  for (const [i, entry] of evaluations.entries()) {
    const where = `evaluations.${i}`;
    for (const model of namesOf(`${where}.model`, models, entry.model)) {
      for (const set of namesOf(`${where}.data`, data, entry.data)) {
        const key = JSON.stringify([model, set]);
        const usual = [...gates, ...(models[model]?.gates ?? []), ...(data[set]?.gates ?? [])];
        const before = pairs.get(key)?.gates ?? usual;
        pairs.set(key, { model, data: set, gates: [...before, ...(entry.gates ?? [])] });
      }
    }
  }
  const planned = [...pairs.values()].map((pair) => ({ ...pair, gates: eachOnce(pair.gates) }));
  if (planned.length === 0 && problems.length === 0) {
    problems.push("evaluations: expected one or more, got none");
  }
  return { evaluations: planned, problems };
}

function eachOnce(gates: readonly Gate[]): Gate[] {
  return [...new Map(gates.map((gate) => [gate.expression, gate])).values()];
}
