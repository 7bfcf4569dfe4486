import { someEntries } from "./some-entries.js";

/**
 * The names in a directory, in order; of a very full one, of some of it.
 *
 * @throws {DataError} when it may not be looked into
 */
export function namesIn(path: string): string[] {
  return Array.from(someEntries(path), ({ name }) => name).sort();
}
