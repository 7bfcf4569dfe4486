import { EvalpoolError } from "./evalpool-error.js";

/** A data set that is missing, unreadable or not what it says it is. */
export class DataError extends EvalpoolError {
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
    super("data", `${file}: ${reason}`, options);
  }
}

/** A data set that is nowhere to be found. */
export class NotFoundError extends DataError {
  override readonly name = "NotFoundError";
}

/** A file of the cache that is damaged, and that no good one could take the place of. */
export class DamagedError extends DataError {
  override readonly name = "DamagedError";
}

/** A file that no mirror gives. */
export class DownloadError extends DataError {
  override readonly name = "DownloadError";

  /** @param failures what each mirror did, in the order that they are listed */
  constructor(
    file: string,
    readonly failures: readonly MirrorFailure[],
  ) {
    const reasons = failures.map(({ url, reason }) => `${url} (${reason})`);
    super(file, `cannot be downloaded: ${reasons.join(", ")}`);
  }
}

/** Why an address did not give a file. */
export interface MirrorFailure {
  readonly url: string;
  /** No connection that lasts, an answer that is not the file, or a file that is another. */
  readonly kind: "connection" | "answer" | "content";
  readonly reason: string;
}
