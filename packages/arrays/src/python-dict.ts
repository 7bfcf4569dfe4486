import { shorten } from "@evalpool/errors";

type Literal = string | boolean | readonly number[];

const pattern = {
  space: /\s*/y,
  string: /'([^'\\]*)'|"([^"\\]*)"/y,
  boolean: /True|False/y,
  // (), (3,), (3, 4), (3, 4,); Python knows no number with zeros in front
  tuple: /\(\s*((?:(?:0|[1-9]\d*)L?\s*,\s*)*(?:(?:0|[1-9]\d*)L?)?)\s*\)/y,
};

/**
 * A Python dict literal of strings, booleans and tuples of integers, and nothing else, by its keys
 * in order: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
 */
export function parsePythonDict(
  text: string,
  refuse: (reason: string) => never,
): ReadonlyMap<string, Literal> {
  let at = 0;
  const take = (sticky: RegExp): RegExpExecArray | null => {
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match) at = sticky.lastIndex;
    return match;
  };
  const takeMark = (mark: string): boolean => {
    take(pattern.space);
    const isThere = text.startsWith(mark, at);
    if (isThere) at += mark.length;
    return isThere;
  };
  const fail = (wanted: string): never =>
    refuse(`expected ${wanted} at character ${at} of its header, got ${text.slice(at, at + 12)}`);
  const literal = (): Literal => {
    take(pattern.space);
    const string = take(pattern.string);
    if (string) return string[1] ?? string[2] ?? "";
    const boolean = take(pattern.boolean);
    if (boolean) return boolean[0] === "True";
    const tuple = take(pattern.tuple) ?? fail("a string, True, False or a tuple of lengths");
    return tuple[1]?.match(/\d+/g)?.map(Number) ?? [];
  };
  const entries = new Map<string, Literal>();
  if (!takeMark("{")) fail("{");
  while (!takeMark("}")) {
    const key = literal();
    if (typeof key !== "string") return fail("a name");
    if (entries.has(key)) refuse(`${shorten(key)} is given twice in its header`);
    if (!takeMark(":")) fail(":");
    entries.set(key, literal());
    if (!takeMark(",") && !text.slice(at).trimStart().startsWith("}")) fail(", or }");
  }
  if (text.slice(at).trim() !== "") fail("the end");
  return entries;
}
