import { lstatSync, opendirSync, statSync } from "node:fs";
import { join } from "node:path";
import { shorten } from "@evalpool/errors";
import { systemMessage, whatLiesAt } from "@evalpool/files/node";

/** Names of a directory that are looked at, and that are told of. */
const MOST_NAMES = 1000;
const TOLD = 4;
/** Directories in it that are looked into. */
const MOST_DIRECTORIES = 20;

/**
 * Why files are not found in a directory: what is there in its place, or what else it holds.
 *
 * @param missing what is not found in a directory that is there
 */
export function whatIsThere(directory: string, missing: string): string {
  try {
    const stats = statSync(directory, { throwIfNoEntry: false });
    if (stats === undefined) return "no such directory";
    if (!stats.isDirectory()) return `${whatLiesAt(directory)}, no directory`;
    return `${missing}; it holds ${list(namesIn(directory))}`;
  } catch (error) {
    return systemMessage(error);
  }
}

/** The first few directories in one, by name; not those that links lead to, which may go round. */
export function directoriesIn(directory: string): string[] {
  try {
    const places = namesIn(directory).map((name) => join(directory, name));
    const isDirectory = (place: string): boolean =>
      lstatSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return places.filter(isDirectory).slice(0, MOST_DIRECTORIES);
  } catch {
    // Not there or not to be read, which is told where it was looked for.
    return [];
  }
}

/** In order; of a very full directory those that come first. */
function namesIn(directory: string): string[] {
  const names: string[] = [];
  const entries = opendirSync(directory);
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      names.push(entry.name);
      if (names.length === MOST_NAMES) break;
    }
  } finally {
    entries.closeSync();
  }
  return names.sort();
}

function list(names: readonly string[]): string {
  if (names.length === 0) return "nothing";
  const told = names.slice(0, TOLD).map((name) => shorten(name, 40));
  const more = names.length - TOLD;
  if (more <= 0) return told.join(", ");
  return `${told.join(", ")} and ${names.length === MOST_NAMES ? "many" : more} more`;
}
