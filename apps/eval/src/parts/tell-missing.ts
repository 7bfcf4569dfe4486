import { missingRanges, type Part, type PartMerger, type ShardRange } from "@evalpool/evaluate";
import { ShardError } from "@evalpool/errors";
import { formatInteger } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";
import { rangeOf, type Share } from "./asked-part.js";

/** Ranges and commands that are written out; how many more there are is said. */
const MOST_TOLD = 20;

/**
 * Says which images are in no part, and which commands make those parts.
 *
 * @returns the error to end with
 */
export function tellMissing(merger: PartMerger, parts: readonly Pick<Part, "asked">[]): ShardError {
  const missing = merger.missing();
  const [first = { start: 0, end: 0 }] = missing;
  const { total } = merger.run;
  const more = missing.length > MOST_TOLD ? ` and ${missing.length - MOST_TOLD} more ranges` : "";
  const ranges = missing.slice(0, MOST_TOLD).map(rangeText).join(", ");
  tell([`evalpool: of ${formatInteger(total)} images these are in no part: ${ranges}${more}`]);
  const commands = commandsFor(missing, total, parts);
  if (commands.length > 0) {
    const one = commands.length === 1 ? "This makes it:" : "These make them:";
    tell([one, ...commands.slice(0, MOST_TOLD).map((command) => `  ${command}`)]);
    if (commands.length > MOST_TOLD) tell([`  … and ${commands.length - MOST_TOLD} more`]);
  }
  return new ShardError(first, "never counted; there is no result without them", {
    kind: "coverage",
  });
}

/** One for each share of the same cut that is missing; none where what is missing is no such share. */
function commandsFor(
  missing: readonly ShardRange[],
  total: number,
  parts: readonly Pick<Part, "asked">[],
): string[] {
  const asked = parts.find((part) => part.asked !== undefined)?.asked;
  if (asked === undefined) return [];
  const of = Number(asked.shard.split("/")[1]);
  const flags = asked.flags.map(quoted).join(" ");
  return missingShares(missing, total, of).map(({ index }) => {
    const given = flags === "" ? "" : ` ${flags}`;
    return `evalpool eval${given} --shard ${index}/${of} --out part-${index}.json`;
  });
}

function missingShares(missing: readonly ShardRange[], total: number, of: number): Share[] {
  const isMissing = (range: ShardRange): boolean =>
    range.start < range.end &&
    missing.some(({ start, end }) => start <= range.start && range.end <= end);
  const shares = Array.from({ length: of }, (_, i) => ({ index: i + 1, of }));
  const lacking = shares.filter((share) => isMissing(rangeOf(share, total)));
  const made = lacking.map((share) => rangeOf(share, total));
  const there = missingRanges(total, missing);
  // Nothing is promised that would leave some out.
  return missingRanges(total, [...there, ...made]).length === 0 ? lacking : [];
}

function rangeText({ start, end }: ShardRange): string {
  const first = formatInteger(start);
  return end - start === 1 ? first : `${first} to ${formatInteger(end - 1)}`;
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
