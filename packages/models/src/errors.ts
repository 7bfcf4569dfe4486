/** A checkpoint that cannot be read, or whose weights are not those of the model. */
export class CheckpointError extends Error {
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
    super(`${file}: ${printable(reason)}`, options);
  }
}

/** A network's description that is malformed or whose layers do not fit each other. */
export class SpecError extends Error {
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
    super(`${model}: ${printable(problems.join("; "))}`, options);
  }
}

/** Names in a file may hold anything: line breaks and terminal codes are shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
