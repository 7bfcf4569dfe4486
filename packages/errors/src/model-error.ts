import { EvalpoolError } from "./evalpool-error.js";

/** A checkpoint that cannot be read, or whose weights are not those of the model. */
export class CheckpointError extends EvalpoolError {
  override readonly name = "CheckpointError";

  /**
   * @param file the checkpoint's file
   * @param reason what was expected and what was found
   */
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super("model", `${file}: ${reason}`, options);
  }
}

/** A network's description that is malformed or whose layers do not fit each other. */
export class SpecError extends EvalpoolError {
  override readonly name = "SpecError";

  /**
   * @param model id or file of the model
   * @param problems one line each
   */
  constructor(
    readonly model: string,
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super("model", `${model}: ${listProblems(problems)}`, options);
  }
}

/**
 * A network that is whole and cannot be run here, for it has operations, or attributes of them, that
 * are not known.
 */
export class UnsupportedError extends EvalpoolError {
  override readonly name = "UnsupportedError";

  /**
   * @param model file of the model
   * @param lacks one line each: `GRU (node gru_1)`
   * @param advice what to do about it, where the file's kind has something of its own
   */
  constructor(
    readonly model: string,
    readonly lacks: readonly string[],
    advice = "",
    options?: ErrorOptions,
  ) {
    const next = advice && `; ${advice}`;
    super("model", `${model}: cannot be run here: ${listProblems(lacks)}${next}`, options);
  }
}

/** Problems that are told, of any number. */
const TOLD = 10;

/** The first few of what may be thousands, in one line, and how many more there are. */
export function listProblems(problems: readonly string[]): string {
  const more = problems.length - TOLD;
  const told = problems.slice(0, TOLD).join("; ");
  return more > 0 ? `${told}; and ${more} more` : told;
}
