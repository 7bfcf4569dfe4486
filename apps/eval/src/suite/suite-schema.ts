import { parseCorruption } from "@evalpool/corruptions";
import { datasetNames } from "@evalpool/data/node";
import { didYouMean } from "@evalpool/errors";
import { parseGate } from "@evalpool/evaluate";
import { preprocessSchema, told } from "@evalpool/models";
import * as z from "zod/mini";
import { familiesShown, splits } from "../commands/data-options.js";
import { byteSize, imageSize } from "../commands/parse-data.js";
import { parsed } from "./parsed.js";

/** What stands in for MNIST proves nothing: a suite says what it is of. */
const named = datasetNames.filter((name) => name !== "auto");

/** By families, as they are too many to be read. */
function unknownSet({ input }: { readonly input: unknown }): string {
  const families = familiesShown.filter((name) => name !== "auto");
  const hint = typeof input === "string" ? didYouMean(input, named) : "";
  return `expected one of ${families.join(", ")}, got ${told(input)}${hint && `.${hint}`}`;
}

/** Entries by name. `__proto__` is refused, which Zod would leave out, with all that it holds. */
function byName<T extends z.ZodMiniType>(entries: T) {
  const hasProto = (input: unknown): boolean => Object.hasOwn(Object(input) as object, "__proto__");
  const refused = z.unknown().check(
    z.refine((input) => !hasProto(input), {
      error: "expected another name than __proto__",
      abort: true,
    }),
  );
  return z.pipe(refused, entries);
}

/** Letters of a name that a table has room for. */
const LONGEST_NAME = 60;

/** What a suite's file holds: options are called as the flags of `eval`. */
export function suiteSchema() {
  const text = z.string().check(z.minLength(1));
  const name = text.check(z.maxLength(LONGEST_NAME));
  const gates = z.optional(z.array(parsed(parseGate)));
  const from = (least: number) => z.optional(z.int().check(z.gte(least)));
  const model = z.strictObject({
    model: z.optional(text),
    weights: z.optional(text),
    output: z.optional(text),
    runtime: z.optional(z.enum(["auto", "own", "onnxruntime"])),
    ...preprocessSchema().shape,
    gates,
  });
  const data = z.strictObject({
    dataset: z.optional(z.enum(named, { error: unknownSet })),
    data: z.optional(text),
    split: z.optional(z.enum(splits)),
    labels: z.optional(text),
    shape: z.optional(parsed(imageSize)),
    labelsFrom: from(0),
    classNames: z.optional(z.union([z.array(text).check(z.minLength(1)), text])),
    memory: z.optional(parsed(byteSize)),
    limit: from(1),
    corrupt: z.optional(parsed(parseCorruption)),
    corruptSeed: from(0),
    gates,
  });
  return z.strictObject({
    models: byName(z.record(name, model)),
    data: byName(z.record(name, data)),
    gates,
    evaluations: z.optional(
      z.array(z.strictObject({ model: z.optional(text), data: z.optional(text), gates })),
    ),
  });
}

/** As it is in the file, but for what is written as text and stands for something else. */
export type SuiteFile = z.infer<ReturnType<typeof suiteSchema>>;
