import { UsageError } from "@evalpool/errors";
import { parseQueueUrl, type QueueUrl } from "./queue-url.js";

/**
 * The queue that `--queue` names, or `$EVALPOOL_QUEUE` where the flag names none: what is on a command
 * line is for every user of the machine to see, so that is overwritten at once.
 *
 * @throws {UsageError}
 */
export function queueUrlOf(flag: string | true | undefined, command: string): QueueUrl {
  const { EVALPOOL_QUEUE: variable } = process.env;
  const given = typeof flag === "string" ? flag : variable;
  if (given === undefined || given === "") {
    throw new UsageError(
      "--queue: expected an address, as --queue redis://HOST or $EVALPOOL_QUEUE",
    );
  }
  const url = parseQueueUrl(given);
  if (typeof flag === "string") process.title = `evalpool ${command}`;
  return url;
}
