import { EvalpoolError } from "@evalpool/errors";
import type { ShardRunner } from "./shard-runner.js";

/**
 * What to tell of an error that came up while workers were starting: where the system has no room
 * for them, it has none for files and modules either, and that it has not is the cause.
 */
export function rootCause(error: unknown, runner: ShardRunner): Promise<unknown> {
  if (error instanceof EvalpoolError && !isOfNoRoom(error)) return Promise.resolve(error);
  return runner.ready().then(
    () => error,
    (cause: unknown) => cause,
  );
}

/** Whether a file could not be opened because too many are. */
function isOfNoRoom({ cause }: Error): boolean {
  if (!(cause instanceof Error)) return false;
  const isFull = "code" in cause && (cause.code === "EMFILE" || cause.code === "ENFILE");
  // Node tells it in words alone where a package.json could not be read.
  return isFull || cause.message.includes("too many open files") || isOfNoRoom(cause);
}
