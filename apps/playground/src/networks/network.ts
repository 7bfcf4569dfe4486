import type { Model, PreprocessSource } from "@evalpool/models";

/** A network with its weights, and where they come from. */
export interface Network {
  readonly model: Model;
  /** Who says what becomes of pixels: the model unless told. */
  readonly preprocessSource?: PreprocessSource;
  /** How the command is told of it: `["--model", "mlp"]`. */
  readonly flags: readonly string[];
}
