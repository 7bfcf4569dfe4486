/** Of one object: more tensors than any file has. */
const MOST_KEYS = 100_000;
/** Objects and arrays in all: a tensor takes three. */
const MOST_PARTS = 3 * MOST_KEYS + 2;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A key, and the index in a text at which it stands. */
interface PlacedKey {
  readonly key: string;
  readonly at: number;
}

/**
 * The first key that stands twice in one object of a JSON text, which `JSON.parse` would hide by
 * keeping the last, and where it does so again. One pass by hand: expressions overflow the stack on long strings.
 *
 * @param json what is JSON, or else is refused by `JSON.parse`
 * @throws {RangeError} for more keys in an object, or objects and arrays in all, than a header has
 * @throws {SyntaxError} for some of what is not JSON
 */
export function findDuplicateKey(json: string): PlacedKey | undefined {
  const objects: Set<string>[] = [];
  let parts = 0;
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if ((char === "{" || char === "[") && ++parts > MOST_PARTS) {
      throw new RangeError(`more than ${MOST_PARTS} objects and arrays`);
    }
    if (char === "{") objects.push(new Set());
    if (char === "}") objects.pop();
    if (char !== '"') continue;
    const end = endOfString(json, at);
    const keys = isKey(json, end) ? objects.at(-1) : undefined;
    if (keys) {
      const key = JSON.parse(json.slice(at, end)) as string;
      if (keys.has(key)) return { key, at };
      keys.add(key);
      if (keys.size > MOST_KEYS) throw new RangeError(`more than ${MOST_KEYS} names in an object`);
    }
    at = end - 1;
  }
  return undefined;
}

/** Index behind the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) {
    at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at + 1;
}

/** Whether a colon follows what ends at `end`. */
function isKey(json: string, end: number): boolean {
  let at = end;
  while (/\s/.test(json.charAt(at))) at++;
  return json[at] === ":";
}
