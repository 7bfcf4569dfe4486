/**
 * The first key that stands twice in one object of a JSON text, which `JSON.parse` would hide by
 * keeping the last.
 *
 * @param json valid JSON: what `JSON.parse` has taken
 */
export function findDuplicateKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  // Strings, with what follows if that makes them keys; and where objects begin and end.
  for (const [token, key] of json.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === "{") objects.push(new Set());
    else if (token === "}") objects.pop();
    else if (key !== undefined) {
      const name = JSON.parse(key) as string;
      if (objects.at(-1)!.has(name)) return name;
      objects.at(-1)!.add(name);
    }
  }
  return undefined;
}
