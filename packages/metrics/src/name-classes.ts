import { printable } from "@evalpool/errors";

/** How classes are to be named. */
export interface Naming {
  /** Makes a long name short enough for where it is shown (default: 40 characters). */
  readonly cut?: (name: string) => string;
  /** Puts each label before its name, for where the one is looked up by the other. */
  readonly isNumbered?: boolean;
}

/** What stands between a label and its name. */
const DOT = " · ";
const LONGEST = 40;
/** What would be taken for the label of another class. */
const LIKE_A_LABEL = /^\d+(?: · |$)/;

/**
 * What each class is called where it is shown, by label: its name, or its label where it has none.
 * No two are the same: names that are alike, shortened or not, and those that look like labels have
 * their label before them, as in `3 · cat`. Names come from files, and are written out printable.
 */
export function nameClasses(
  classes: number,
  names: readonly string[] = [],
  { cut = cutName, isNumbered = false }: Naming = {},
): readonly string[] {
  const given = Array.from({ length: classes }, (_, label) => clean(names[label] ?? ""));
  const short = given.map(cut);
  const times = new Map<string, number>();
  for (const name of short) times.set(name, (times.get(name) ?? 0) + 1);
  return given.map((name, label) => {
    if (name === "" || name === String(label)) return String(label);
    const isClear = times.get(short[label]!) === 1 && !LIKE_A_LABEL.test(name);
    return isClear && !isNumbered ? short[label]! : cut(`${label}${DOT}${name}`);
  });
}

/** As it is seen: in one line, and of equal letters that are coded otherwise the same ones. */
function clean(name: string): string {
  return printable(name.normalize()).replace(/\s+/g, " ").trim();
}

function cutName(name: string): string {
  const letters = Array.from(name);
  return letters.length <= LONGEST ? name : `${letters.slice(0, LONGEST - 1).join("")}…`;
}
