import { CommanderError } from "commander";

/** `EX_IOERR` of sysexits.h: the result could not be written. */
export const IO_ERROR = 74;
/** `EX_SOFTWARE` of sysexits.h: evalpool's own mistake. */
const INTERNAL_ERROR = 70;

/** The exit codes of evalpool's errors, by name: their classes are loaded with what throws them. */
const exitCodes: ReadonlyMap<string, number> = new Map([
  ["UsageError", 2],
  ["DivergenceError", 2],
  ["DataError", 3],
  ["NotFoundError", 3],
  ["DamagedError", 3],
  ["DownloadError", 3],
  ["CheckpointError", 3],
  ["SpecError", 3],
  ["ShardError", 4],
  ["WorkerError", 4],
]);

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  // Help and version are told by an exception too, of exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AggregateError) return Math.max(...error.errors.map(exitCodeOf));
  return (error instanceof Error ? exitCodes.get(error.name) : undefined) ?? INTERNAL_ERROR;
}

/** One line for each error; the stack as well where `DEBUG` is set. */
export function messagesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(messagesOf);
  if (!(error instanceof Error)) return [String(error)];
  if (process.env["DEBUG"]) return [error.stack ?? error.message];
  const isOurs = exitCodeOf(error) === INTERNAL_ERROR;
  return [isOurs ? `internal error: ${error.message} (DEBUG=1 shows more)` : error.message];
}
