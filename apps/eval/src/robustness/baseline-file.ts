import { basename } from "node:path";
import { corruptions, severities } from "@evalpool/corruptions";
import { DataError, listOf } from "@evalpool/errors";
import type { EvaluationResult, RobustnessResult } from "@evalpool/evaluate";
import { readWhole } from "@evalpool/files/node";
import type { RobustnessCounts } from "@evalpool/metrics";
import * as z from "zod/mini";
import { checkInput } from "../compare/check-input.js";
import { textOf } from "../text-of.js";
import type { Choice } from "./measure.js";

/** Bytes of such a result: some thousands at most. */
const MOST_BYTES = 2 ** 20;

/** What a model's errors are held against. */
export interface Baseline {
  readonly counts: RobustnessCounts;
  readonly model: NonNullable<RobustnessResult["baseline"]>["model"];
  readonly file?: string;
}

/** An earlier result, from which counts are taken. */
export interface BaselineFile {
  readonly name: string;
  readonly result: ParsedResult;
}

type ParsedResult = z.infer<ReturnType<typeof resultSchema>>;

/**
 * Reads a result of `robustness --json`.
 *
 * @returns undefined where the path is that of something else, as of a model
 * @throws {DataError} when it is such a result, and cannot be used
 */
export async function readBaselineFile(path: string): Promise<BaselineFile | undefined> {
  const name = basename(path);
  const bytes = await readWhole(path, { maxBytes: MOST_BYTES }).catch(() => undefined);
  const text = bytes ? textOf(bytes) : "";
  const kind = kindOf(text);
  if (kind === undefined) return undefined;
  if (kind === "eval") {
    throw new DataError(name, "expected a result of robustness --json, got one of eval --json");
  }
  return { name, result: checkInput(resultSchema(), text, name, "a result of robustness --json") };
}

function kindOf(text: string): "robustness" | "eval" | undefined {
  // Models are tried as such: what is wrong with one is told by who reads it.
  if (!text.trimStart().startsWith("{")) return undefined;
  const value = parse(text);
  if (typeof value !== "object" || value === null) return undefined;
  if ("kind" in value && value.kind === "robustness") return "robustness";
  return "confusionMatrix" in value ? "eval" : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // No JSON, and so no result.
    return undefined;
  }
}

function resultSchema() {
  const text = z.string();
  const count = z.int().check(z.nonnegative());
  const fields = z.object({
    schemaVersion: z.literal(1),
    kind: z.literal("robustness"),
    model: z.object({ id: text, digest: z.optional(text) }),
    dataset: z.object({ name: text, split: text, sha256: text, labelsSha256: text }),
    total: count.check(z.positive()),
    seed: count,
    severities: listOf(z.literal([...severities])),
    clean: z.object({ correct: count }),
    corruptions: listOf(z.object({ name: z.literal([...corruptions]), correct: listOf(count) })),
  });
  return fields.check(({ value, issues }) => {
    for (const [path, correct] of countsOf(value)) {
      if (correct <= value.total) continue;
      const message = `expected at most ${value.total} images, got ${correct}`;
      issues.push({ code: "custom", path: [...path], message, input: correct });
    }
    for (const [i, { correct }] of value.corruptions.entries()) {
      if (correct.length === value.severities.length) continue;
      const message = `expected ${value.severities.length} counts, got ${correct.length}`;
      issues.push({ code: "custom", path: ["corruptions", i, "correct"], message, input: correct });
    }
  });
}

function countsOf({
  clean,
  corruptions,
}: {
  readonly clean: { readonly correct: number };
  readonly corruptions: readonly { readonly correct: readonly number[] }[];
}): (readonly [path: readonly (string | number)[], correct: number])[] {
  return [
    [["clean", "correct"], clean.correct],
    ...corruptions.flatMap(({ correct }, i) =>
      correct.map((n, s) => [["corruptions", i, "correct", s], n] as const),
    ),
  ];
}

/** Which images are evaluated. */
type Images = Pick<EvaluationResult["dataset"], "name" | "split" | "sha256" | "labelsSha256"> & {
  readonly total: number;
};

/**
 * The counts of what is measured now, out of an earlier result.
 *
 * @throws {DataError} when it is of other images, or lacks some of it
 */
export function baselineOf(
  { name, result }: BaselineFile,
  { corruptions, severities, seed }: Choice,
  images: Images,
): Baseline {
  const refuse = (reason: string): never => {
    throw new DataError(name, reason);
  };
  const same = (["sha256", "labelsSha256", "split"] as const).every(
    (key) => result.dataset[key] === images[key],
  );
  if (!same) {
    const [got, wanted] = [result.dataset, images].map((it) => `${it.name} ${it.split}`);
    refuse(`expected a result on the same images, ${wanted}, got one on others, ${got}`);
  }
  const { total } = images;
  const { id, digest } = result.model;
  if (result.total !== total) {
    refuse(`expected a result on ${total} images, got one on ${result.total}; see --limit`);
  }
  if (result.seed !== seed) refuse(`expected a result of --seed ${seed}, got ${result.seed}`);
  const places = severities.map((severity) => result.severities.indexOf(severity));
  if (places.includes(-1)) {
    refuse(`expected severities ${severities.join(", ")}, got ${result.severities.join(", ")}`);
  }
  return {
    model: { id, ...(digest !== undefined && { digest }) },
    file: name,
    counts: {
      total,
      clean: result.clean.correct,
      corruptions: corruptions.map((wanted) => {
        const found = result.corruptions.find((it) => it.name === wanted);
        const correct = places.map((place) => found?.correct[place]);
        if (!correct.every((n) => n !== undefined))
          refuse(`expected ${wanted} too, got none of it`);
        return { name: wanted, correct: correct.filter((n) => n !== undefined) };
      }),
    },
  };
}
