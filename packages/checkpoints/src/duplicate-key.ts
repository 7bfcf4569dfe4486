/** Objects in objects, and keys in one of them: more than any header has. */
const DEEPEST = 100;
const MOST_KEYS = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The first key that stands twice in one object of a JSON text, which `JSON.parse` would hide by
 * keeping the last. One pass by hand: expressions overflow the stack on long strings.
 *
 * @param json what is JSON, or else is refused by `JSON.parse`
 * @throws {RangeError} for more than 100,000 keys in an object, or objects nested deeper than 100
 * @throws {SyntaxError} for some of what is not JSON
 */
export function findDuplicateKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === "{" && objects.push(new Set()) > DEEPEST) {
      throw new RangeError(`objects nested deeper than ${DEEPEST}`);
    }
    if (char === "}") objects.pop();
    if (char !== '"') continue;
    const end = endOfString(json, at);
    const keys = isKey(json, end) ? objects.at(-1) : undefined;
    if (keys) {
      const key = JSON.parse(json.slice(at, end)) as string;
      if (keys.has(key)) return key;
      if (keys.add(key).size > MOST_KEYS)
        throw new RangeError(`more than ${MOST_KEYS} names in an object`);
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
