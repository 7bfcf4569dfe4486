/** A data set that is missing, unreadable or not what it says it is. */
export class DataError extends Error {
  override readonly name: string = "DataError";

  /**
   * @param file the file, directory or data set at fault
   * @param reason what was expected and what was found
   */
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}

/** A data set that is nowhere to be found. */
export class NotFoundError extends DataError {
  override readonly name = "NotFoundError";
}
