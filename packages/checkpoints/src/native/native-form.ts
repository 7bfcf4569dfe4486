import type { ModelSpec } from "@evalpool/models";
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
  readonly classNames?: readonly string[] | undefined;
}

/** Classes that have names: no classifier tells more apart. */
const MOST_CLASSES = 2 ** 20;

/** The spec is checked as any other. */
export function nativeFormSchema() {
  return z.strictObject({
    version: z.literal(VERSION),
    spec: z.unknown(),
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
