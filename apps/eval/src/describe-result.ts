import { cpus } from "node:os";
import type { IndexedSource } from "@evalpool/data";
import {
  canonicalForm,
  parameterCount,
  type Preprocess,
  type PreprocessSource,
} from "@evalpool/models";
import { spreadOf, type Evaluator, type EvaluationResult } from "@evalpool/evaluate";
import { computeFigures, total, type Figures, type Tally } from "@evalpool/metrics";
import type { AnyModel } from "./options.js";
import { sha256Of } from "./sha256-of.js";
import { v8Flags } from "./v8-flags.js";
import packageJson from "../package.json" with { type: "json" };

/** What an evaluator counted, and what it is. @param runs milliseconds of each evaluation */
export function describeResult(
  evaluator: Evaluator<AnyModel>,
  tally: Tally,
  runs: readonly number[],
  totalMs: number,
): EvaluationResult {
  const { config, timings } = evaluator;
  const spread = spreadOf(runs);
  return {
    ...describeCounted(describeSubject(evaluator), tally),
    throughput: { imagesPerSecond: total(tally) / (spread.median / 1000) },
    timings: { startedAt: startedAt(totalMs), ...timings, evaluateMs: spread.median, totalMs },
    ...(runs.length > 1 && { repetitions: { count: runs.length, evaluateMs: spread } }),
    config,
    environment: environment(),
  };
}

/** When what ends now and took so many milliseconds began. */
export function startedAt(totalMs: number): string {
  return new Date(Date.now() - totalMs).toISOString();
}

/** What is evaluated, on what. */
export type Subject = Pick<EvaluationResult, "model" | "dataset">;

/** What an evaluator evaluates. */
export function describeSubject({ model, dataset, corruption }: Evaluator<AnyModel>): Subject {
  const told = describeDataset(dataset, model);
  return {
    model: describeModel(model),
    dataset: { ...told, ...(corruption && { corruption }) },
  };
}

/** What a result tells that does not depend on machines and time. */
export function describeCounted(
  { model, dataset }: Subject,
  tally: Tally,
): Omit<EvaluationResult, "throughput" | "timings" | "config" | "environment"> {
  const figures = computeFigures(tally);
  const { classNames } = dataset;
  return {
    schemaVersion: 1,
    model,
    dataset,
    ...figures,
    ...(classNames && { perClass: nameFigures(figures.perClass, classNames) }),
  };
}

/** The data set's own names of classes go before the network's. */
function describeDataset(
  { name, split, count, kind, digest, ...dataset }: IndexedSource,
  model: AnyModel,
): EvaluationResult["dataset"] {
  const ofModel = "graph" in model ? model.graph.classNames : undefined;
  const classNames = dataset.classNames ?? ofModel;
  return {
    name,
    split,
    images: count,
    ...(kind !== undefined && { kind }),
    ...(classNames && { classNames }),
    sha256: digest.parts.images,
    labelsSha256: digest.parts.labels,
  };
}

function nameFigures(
  figures: Figures["perClass"],
  classNames: readonly string[],
): EvaluationResult["perClass"] {
  return figures.map(({ label, ...rest }) => {
    const name = classNames[label];
    return { label, ...(name !== undefined && { name }), ...rest };
  });
}

function describeModel(model: AnyModel): EvaluationResult["model"] {
  const checkpoint = model.checkpoint && { checkpoint: model.checkpoint };
  if (!("graph" in model)) {
    const { preprocess, preprocessSource = "caller" } = model.input;
    const told = preprocessOf(preprocess, preprocessSource);
    return { id: model.id, runtime: model.runtime, ...told, ...checkpoint };
  }
  const { graph, preprocessSource = "model" } = model;
  return {
    id: graph.id,
    runtime: { name: "own" },
    ...preprocessOf(graph.preprocess, preprocessSource),
    parameters: parameterCount(graph),
    digest: sha256Of(canonicalForm(model)),
    ...checkpoint,
  };
}

/** What is told of preprocessing: nothing where there is none. */
function preprocessOf(
  preprocess: Preprocess = {},
  source: PreprocessSource,
): Pick<EvaluationResult["model"], "preprocess"> {
  const { image, ...told } = preprocess;
  return Object.keys(told).length > 0 ? { preprocess: { source, ...told } } : {};
}

/** This machine and what runs on it. */
export function environment(): EvaluationResult["environment"] {
  return {
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    cpu: cpus()[0]?.model ?? "unknown",
    evalpool: packageJson.version,
    v8Flags: v8Flags(),
  };
}
