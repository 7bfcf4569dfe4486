/** Why a pickle is refused; the reader of the file adds its name. */
export class PickleError extends Error {
  override readonly name = "PickleError";
}
