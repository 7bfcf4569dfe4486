import type { ModelSpec, Preprocess } from "@evalpool/models";
import * as z from "zod/mini";

/*
 * A network in a safetensors file: its tensors are the weights, as a model holds them, and a note
 * under `evalpool.graph` is the network, as JSON: a spec, and what a spec does not say.
 */

/** Name of the note. */
export const GRAPH = "evalpool.graph";
/** Of what the note says; another is refused. */
export const VERSION = 1;

/** What the note says. */
export interface NativeForm {
  readonly version: typeof VERSION;
  readonly spec: ModelSpec;
  readonly preprocess: Preprocess;
  readonly classNames?: readonly string[] | undefined;
}

/** Classes that have names: no classifier tells more apart. */
const MOST_CLASSES = 2 ** 20;

/** Of what is not the spec, which is checked as any other. */
export function nativeFormSchema() {
  const length = z.int().check(z.positive());
  return z.strictObject({
    version: z.literal(VERSION),
    spec: z.unknown(),
    preprocess: z.strictObject({
      divisor: z.number().check(z.positive()),
      image: z.optional(z.tuple([length, length, length])),
    }),
    classNames: z.optional(
      z.custom<readonly string[]>(
        (names) =>
          Array.isArray(names) &&
          names.length <= MOST_CLASSES &&
          names.every((name) => typeof name === "string"),
        "expected a list of texts",
      ),
    ),
  });
}
