import leven from "leven";

/** " Did you mean NAME?" of the name that a typing error was most likely meant to be, else "". */
export function didYouMean(typed: string, names: Iterable<string>): string {
  const name = nearest(typed, names);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}

/** Letters of names that are compared: the work grows with their square. */
const LONGEST = 100;

/** The name that takes the fewest changes, where at most half of its letters are others. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const name of names) {
    if (Math.max(typed.length, name.length) > LONGEST) continue;
    const most = Math.floor(Math.max(typed.length, name.length) / 2);
    const changes = changesBetween(typed.toLowerCase(), name.toLowerCase(), most);
    if (changes > most || changes >= fewest) continue;
    best = name;
    fewest = changes;
  }
  return best;
}

/** Letters to change, add or leave out; `most` + 1 where it is more than `most`. */
function changesBetween(a: string, b: string, most: number): number {
  const changes = leven(a, b, { maxDistance: most + 1 });
  // Letters that changed places are one slip.
  return changes > 1 && sorted(a) === sorted(b) ? 1 : changes;
}

function sorted(letters: string): string {
  return [...letters].sort().join("");
}
