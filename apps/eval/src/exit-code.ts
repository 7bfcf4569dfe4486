import { DataError } from "@evalpool/mnist";
import { CheckpointError, SpecError } from "@evalpool/models";
import { DivergenceError } from "@evalpool/training";
import { CommanderError } from "commander";
import { ShardError, UsageError, WorkerError } from "./errors.js";

/** `EX_SOFTWARE` of sysexits.h: evalpool's own mistake. */
const INTERNAL_ERROR = 70;

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  // Help and version are told by an exception too, of exit code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof AggregateError) return Math.max(...error.errors.map(exitCodeOf));
  if (error instanceof UsageError || error instanceof DivergenceError) return 2;
  if (isInputError(error)) return 3;
  if (error instanceof ShardError || error instanceof WorkerError) return 4;
  return INTERNAL_ERROR;
}

/** One line for each error; the stack as well where `DEBUG` is set. */
export function messagesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(messagesOf);
  if (!(error instanceof Error)) return [String(error)];
  if (process.env["DEBUG"]) return [error.stack ?? error.message];
  const isOurs = exitCodeOf(error) === INTERNAL_ERROR;
  return [isOurs ? `internal error: ${error.message} (DEBUG=1 shows more)` : error.message];
}

function isInputError(error: unknown): boolean {
  return [DataError, CheckpointError, SpecError].some((type) => error instanceof type);
}
