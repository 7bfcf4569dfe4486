import { missingRanges, type Part, type PartMerger, type ShardRange } from "@evalpool/evaluate";
import { ShardError } from "@evalpool/errors";
import { formatInteger } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";
import { MOST_SHARES, rangeOf, type Share } from "./asked-part.js";

/** What of a part says how it was asked for. */
type ToldPart = Pick<Part, "asked" | "samples">;

/** Ranges and commands that are written out; how many more there are is said. */
const MOST_TOLD = 20;
/** Characters of a command that is told: one with the names of thousands of classes has so many. */
const LONGEST_COMMAND = 2 ** 17;

/**
 * Says which images are in no part, and which commands make those parts.
 *
 * @returns the error to end with
 */
export function tellMissing(merger: PartMerger, parts: readonly ToldPart[]): ShardError {
  const missing = merger.missing();
  const [first = { start: 0, end: 0 }] = missing;
  const { total } = merger.run;
  const more = missing.length > MOST_TOLD ? ` and ${missing.length - MOST_TOLD} more ranges` : "";
  const ranges = missing.slice(0, MOST_TOLD).map(rangeText).join(", ");
  tell([`evalpool: of ${formatInteger(total)} images these are in no part: ${ranges}${more}`]);
  const commands = commandsFor(missing, total, parts);
  if (commands.length > 0) {
    const one = commands.length === 1 ? "This makes it:" : "These make them:";
    tell([one]);
    tell(
      commands.slice(0, MOST_TOLD).map((command) => `  ${command}`),
      LONGEST_COMMAND,
    );
    if (commands.length > MOST_TOLD) tell([`  … and ${commands.length - MOST_TOLD} more`]);
  }
  return new ShardError(first, "never counted; there is no result without them", {
    kind: "coverage",
  });
}

/** One for each share of a cut that is missing; none where what is missing is no such share. */
function commandsFor(
  missing: readonly ShardRange[],
  total: number,
  parts: readonly ToldPart[],
): string[] {
  // Without them, the others' could not be merged.
  const withSamples = parts.some(({ samples }) => samples !== undefined);
  // Parts may be of several cuts: one of them that fits is enough.
  const cuts = new Map<number, readonly string[]>();
  for (const { asked } of parts) {
    if (asked) cuts.set(Number(asked.shard.split("/")[1]), asked.flags);
  }
  for (const [of, flags] of [...cuts].sort(([a], [b]) => a - b)) {
    const command = ["evalpool eval", ...flags.map(quoted)].join(" ");
    const shares = missingShares(missing, total, of);
    if (shares.length === 0) continue;
    return shares.map(({ index }) => {
      const samples = withSamples ? ` --samples part-${index}.jsonl` : "";
      return `${command} --shard ${index}/${of} --out part-${index}.json${samples}`;
    });
  }
  return [];
}

function missingShares(missing: readonly ShardRange[], total: number, of: number): Share[] {
  if (of > MOST_SHARES) return [];
  let at = 0;
  const isMissing = (range: ShardRange): boolean => {
    // Both come in order.
    while ((missing[at]?.end ?? Infinity) <= range.start) at++;
    const { start, end } = missing[at] ?? { start: Infinity, end: 0 };
    return range.start < range.end && start <= range.start && range.end <= end;
  };
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
