import { stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, resolve } from "node:path";
import { findDuplicateKey } from "@evalpool/arrays";
import type { DatasetName } from "@evalpool/data/node";
import { check, listProblems, shorten, UsageError } from "@evalpool/errors";
import { readWhole } from "@evalpool/files/node";
import { specWords, zoo } from "@evalpool/models";
import { classNames as readClassNames } from "../commands/parse-data.js";
import type { ModelChoice } from "../model-choice.js";
import { textOf } from "../text-of.js";
import { planEvaluations } from "./plan-evaluations.js";
import { suiteSchema, type SuiteFile } from "./suite-schema.js";
import type { Suite, SuiteData } from "./suite.js";

const MOST_BYTES = 2 ** 20;

/**
 * Reads a suite. Paths in it are relative to its file.
 *
 * @throws {UsageError} that lists what in it is not as it should be, each with its place
 */
export async function readSuite(path: string, offline: true | undefined): Promise<Suite> {
  const name = basename(path);
  const refuse = (reason: string, options?: ErrorOptions): UsageError =>
    new UsageError(`${name}: ${reason}`, options);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    throw refuse("expected a file of JSON, as suite.json, got a directory");
  }
  const bytes = await readWhole(path, { maxBytes: MOST_BYTES, toError: refuse });
  const checked = check(suiteSchema(), parseJson(textOf(bytes), refuse), specWords);
  if ("problems" in checked) throw refuse(listProblems(checked.problems));
  const file = checked.value;
  const place = placeIn(dirname(path));
  const models = Object.entries(file.models);
  const data = Object.entries(file.data);
  const plan = planEvaluations(file);
  const problems = [...data.flatMap(([it, entry]) => sourceProblems(it, entry)), ...plan.problems];
  if (problems.length > 0) throw refuse(listProblems(problems));
  return {
    name,
    models: new Map(models.map(([it, entry]) => [it, modelChoice(entry, place, offline)])),
    data: new Map(data.map(([it, entry]) => [it, suiteData(it, entry, place, offline, refuse)])),
    evaluations: plan.evaluations,
  };
}

type Refuse = (reason: string, options?: ErrorOptions) => UsageError;
type ModelEntry = SuiteFile["models"][string];
type DataEntry = SuiteFile["data"][string];

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    const value = JSON.parse(text) as unknown;
    const twice = findDuplicateKey(text);
    if (twice === undefined) return value;
    const line = text.slice(0, twice.at).split("\n").length;
    throw new SyntaxError(`line ${line}: ${shorten(twice.key, 40)} is given twice in one object`);
  } catch (cause) {
    throw refuse(`expected JSON: ${(cause as Error).message}`, { cause });
  }
}

/** Finds a path of the file from here: short where both are near, and no address is one. */
function placeIn(directory: string): (path: string) => string {
  return (path) => {
    if (/^[a-z]+:\/\//i.test(path)) return path;
    const near = relative(".", resolve(directory, path)) || ".";
    // From far away, a path that says where it is from the root on stays as people know it.
    return isAbsolute(path) && near.startsWith("..") ? path : near;
  };
}

function modelChoice(
  { model = "mlp", weights, output, runtime = "auto", gates: _, ...said }: ModelEntry,
  place: (path: string) => string,
  offline: true | undefined,
): ModelChoice {
  return {
    model: zoo.has(model) ? model : place(model),
    weights: weights === undefined ? undefined : place(weights),
    output,
    preprocess: said,
    offline,
    runtime,
  };
}

function suiteData(
  name: string,
  { data, split = "test", labels, limit, corrupt, ...entry }: DataEntry,
  place: (path: string) => string,
  offline: true | undefined,
  refuse: Refuse,
): SuiteData {
  const { shape, labelsFrom, classNames, memory, corruptSeed: seed = 0 } = entry;
  const dataset: DatasetName = entry.dataset ?? "auto";
  const placed = (path: string | undefined): string | undefined => path && place(path);
  const namesOf = (): string[] | undefined => {
    if (classNames === undefined || Array.isArray(classNames)) return classNames;
    try {
      return readClassNames(place(classNames));
    } catch (cause) {
      const reason = `${shorten(classNames, 60)}: ${(cause as Error).message}`;
      throw refuse(`data.${name}.classNames: ${reason}`, { cause });
    }
  };
  const format = { labels: placed(labels), shape, labelsFrom, classNames: namesOf() };
  return {
    choice: {
      ...format,
      ...(memory !== undefined && { memory }),
      dataset,
      data: placed(data),
      split,
      offline,
    },
    limit,
    corruption: corrupt && { ...corrupt, seed },
  };
}

/** What of a data set contradicts itself. */
function sourceProblems(name: string, entry: DataEntry): string[] {
  const { dataset, data, corrupt, corruptSeed } = entry;
  const where = `data.${name}`;
  if (dataset === undefined && data === undefined) {
    return [`${where}: expected dataset, which is a name, or data, which is a path`];
  }
  if (dataset === "synthetic" && data !== undefined) {
    return [`${where}: synthetic is drawn, not read: give dataset or data`];
  }
  const ofPaths = (["labels", "shape", "labelsFrom", "classNames"] as const).filter(
    (option) => data === undefined && entry[option] !== undefined,
  );
  return [
    ...ofPaths.map((option) => `${where}.${option}: is of data of your own: give data, a path`),
    ...(corruptSeed !== undefined && corrupt === undefined
      ? [`${where}.corruptSeed: is of what corrupt does: give both`]
      : []),
  ];
}
