import type { Runtime } from "./own-predictor.js";

/** Whether a model was run; else its predictions were read, and that has no speed of the model's. */
export function wasRun({
  runtime,
}: {
  readonly runtime?: { readonly name: string } | undefined;
}): boolean {
  return runtime?.name !== ("predictions" satisfies Runtime["name"]);
}
