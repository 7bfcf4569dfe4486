import { printable, shorten } from "@evalpool/errors";
import { liveLine } from "./live-line.js";

/** Characters of a line, which what a file holds may make any length; how many more are told. */
const LONGEST = 1950;

/** A line of text, or one that is drawn, whose colours a terminal is to obey. */
export type Line = string | { readonly drawn: string };

/**
 * Writes lines for people to stdout. Each stays one line, whatever the names in it hold: what a
 * terminal would obey is written out.
 */
export function say(lines: readonly Line[]): void {
  const texts = lines.map((line) => (typeof line === "string" ? printable(line) : line.drawn));
  process.stdout.write(texts.map((text) => `${text}\n`).join(""));
}

/**
 * Writes lines that are to stay to stderr, in place of a line that keeps changing and of a typed
 * ^C. As of `say`, each stays one line, and none is longer than people read.
 *
 * @param longest characters of a line, where it is not for people to read
 */
export function tell(lines: readonly string[], longest = LONGEST): void {
  liveLine(process.stderr)?.clear();
  process.stderr.write(lines.map((line) => `${shorten(printable(line), longest)}\n`).join(""));
}
