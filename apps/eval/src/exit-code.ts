import { EvalpoolError, type ErrorKind } from "@evalpool/errors";
import { CommanderError } from "commander";

/** `EX_IOERR` of sysexits.h: the result could not be written. */
export const IO_ERROR = 74;
/** `EX_SOFTWARE` of sysexits.h: evalpool's own mistake. */
const INTERNAL_ERROR = 70;

/** The exit code of each kind of error. */
const exitCodes: Readonly<Record<ErrorKind, number>> = {
  usage: 2,
  data: 3,
  model: 3,
  shape: 3,
  worker: 4,
  coverage: 4,
  aborted: 130,
};

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  // Help and version are told by an exception too, of exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AggregateError) return Math.max(...error.errors.map(exitCodeOf));
  return error instanceof EvalpoolError ? exitCodes[error.kind] : INTERNAL_ERROR;
}

/** One message for each error; all lines of its stack where `DEBUG` is set. */
export function messagesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(messagesOf);
  if (!(error instanceof Error)) return [String(error)];
  if (process.env["DEBUG"]) return (error.stack ?? error.message).split("\n");
  const isOurs = exitCodeOf(error) === INTERNAL_ERROR;
  return [isOurs ? `internal error: ${error.message} (DEBUG=1 shows more)` : error.message];
}
