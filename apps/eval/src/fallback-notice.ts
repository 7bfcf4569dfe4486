import { DamagedError, DownloadError, type MirrorFailure } from "@evalpool/errors";
import { wrap } from "./terminal/entry.js";

/** Before each line. */
const INDENT = "  ";
/** Characters of a line that is easy to read. */
const LONGEST = 78;

/**
 * What stderr says when the synthetic digits stand in for MNIST, line by line.
 *
 * @param why the error that loading MNIST ended in
 * @param columns width of the terminal, where there is one
 */
export function fallbackNotice(why: Error, offline = false, columns = Infinity): string[] {
  const room = columns - INDENT.length;
  const lines = [
    ...wrap(`MNIST ${lackOf(why, offline)}:`, room),
    ...wrap(
      "these figures are for the SYNTHETIC digits that come with evalpool. For MNIST give " +
        '--data DIR, or run "evalpool download mnist" where the internet is reachable; ' +
        "--dataset mnist insists on it.",
      Math.min(room, LONGEST),
    ),
  ];
  return ["", ...lines.map((line) => INDENT + line), ""];
}

/** Where MNIST is not, and why it was not downloaded, in a few words: "is not on this machine, …". */
export function lackOf(why: Error, offline = false): string {
  const place = why instanceof DamagedError ? "in the cache is damaged" : "is not on this machine";
  return `${place}, and ${offline ? "--offline forbids a download" : obstacle(why)}`;
}

function obstacle(why: Error): string {
  if (why.name === "TimeoutError") return "downloading it takes too long";
  const { cause } = why;
  if (cause instanceof DownloadError) return mirrorsDid(cause.failures);
  return `what is downloaded cannot be kept (${(cause as Error).message})`;
}

function mirrorsDid(failures: readonly MirrorFailure[]): string {
  const [first, ...others] = failures.map(deed);
  if (others.every((other) => other === first)) return `its mirrors ${first}`;
  return failures.map((failure) => `${new URL(failure.url).host} ${deed(failure)}`).join(", ");
}

function deed({ kind, reason }: MirrorFailure): string {
  if (kind === "connection") return "cannot be reached";
  return kind === "content" ? "gave wrong content" : `answered ${reason}`;
}
