import { DamagedError, DownloadError, type MirrorFailure } from "@evalpool/errors";

/**
 * What stderr says when the synthetic digits stand in for MNIST, line by line.
 *
 * @param why the error that loading MNIST ended in
 */
export function fallbackNotice(why: Error, offline = false): string[] {
  return [
    "",
    `  MNIST ${lackOf(why, offline)}:`,
    "  these figures are for the SYNTHETIC digits that come with evalpool. For MNIST give",
    '  --data DIR, or run "evalpool download mnist" where the internet is reachable;',
    "  --dataset mnist insists on it.",
    "",
  ];
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
