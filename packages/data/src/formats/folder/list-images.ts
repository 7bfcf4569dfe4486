import { statSync, type Dirent, type Stats } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { DataError, shorten } from "@evalpool/errors";
import { attempt } from "../../attempt.js";
import { directoryEntries } from "../../directory-entries.js";

/** Files of a folder for each class. */
export interface ImageList {
  /** Paths from the root, with `/` on any system, in the order of code units. */
  readonly names: readonly string[];
  /** Of each, the place of its class among `classes`. */
  readonly ids: Uint16Array;
  /** Names of the folders, those of other splits too, in the order of code units. */
  readonly classes: readonly string[];
}

export interface ListOptions {
  /** Files and folders that there may be. */
  readonly most?: number;
  /** Folders of other splits: a class that this one lacks is a class. */
  readonly beside?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Files and folders of a data set. */
const MOST_ENTRIES = 10_000_000;
/** Labels are held in 16 bits. */
const MOST_CLASSES = 65_536;
/** Folders within folders. */
const MOST_DEPTH = 32;

/**
 * Lists the files of each class: all that lie in its folder or below, but for hidden ones and what
 * desktops leave behind. Files beside the folders are of no class.
 *
 * @throws {DataError} when a class has none, two names differ in case alone, there are too many, or a
 * folder may not be looked into or leads back to itself
 */
export async function listImages(root: string, options: ListOptions = {}): Promise<ImageList> {
  const { beside = [] } = options;
  const walk = createWalk(root, options);
  const top = walk.enter(root, []);
  const classes = allClasses(root, [top, ...beside.map((other) => walk.enter(other, []))]);
  const found: string[] = [];
  for (const folder of top.folders) {
    const before = found.length;
    await walk.collect(folder, [top.id], found);
    if (found.length === before) {
      const next = "remove the folder, or put images into it";
      throw new DataError(join(root, folder), `expected images of the class, got none; ${next}`);
    }
  }
  const names = found.sort();
  const places = new Map(classes.map((name, place) => [name, place]));
  const ids = Uint16Array.from(names, (name) => places.get(name.slice(0, name.indexOf("/"))) ?? 0);
  return { names, ids, classes };
}

/** @throws {DataError} when a split has no class of this one's: they would be numbered together */
function allClasses(root: string, splits: readonly Entered[]): string[] {
  const [own = [], ...others] = splits.map(({ folders }) => folders);
  const known = new Set(own);
  // Numbers are what they are, whichever are there.
  const isStrange = (other: readonly string[]): boolean =>
    other.some((name) => !/^\d+$/.test(name)) && !other.some((name) => known.has(name));
  const stranger = others.find(isStrange);
  if (stranger) {
    const [here = "none"] = own;
    const [there = ""] = stranger;
    const got = `got ${shorten(here, 40)} here and ${shorten(there, 40)} in another split`;
    throw new DataError(root, `expected splits of the same classes, ${got}, and none in common`);
  }
  const classes = [...new Set(splits.flatMap(({ folders }) => folders))].sort();
  if (classes.length > MOST_CLASSES) {
    throw new DataError(root, `expected at most ${MOST_CLASSES} classes, got ${classes.length}`);
  }
  requireDistinct(root, classes);
  return classes;
}

interface Entered {
  /** Of the directory, however it is come by. */
  readonly id: string;
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

interface Walk {
  /** @param above ids of the directories that it lies in */
  readonly enter: (path: string, above: readonly string[]) => Entered;
  /** @param folder from the root */
  readonly collect: (folder: string, above: readonly string[], into: string[]) => Promise<void>;
}

function createWalk(root: string, { most = MOST_ENTRIES, signal }: ListOptions): Walk {
  let seen = 0;
  const enter = (path: string, above: readonly string[]): Entered => {
    const { dev, ino } = attempt(path, () => statSync(path));
    const id = `${dev}:${ino}`;
    if (above.includes(id)) {
      throw new DataError(path, "expected a folder, got a link to one that it lies in");
    }
    if (above.length > MOST_DEPTH) {
      throw new DataError(path, `expected folders up to ${MOST_DEPTH} deep, got more`);
    }
    const [folders, files]: [string[], string[]] = [[], []];
    for (const entry of directoryEntries(path)) {
      if (++seen > most) throw new DataError(root, `expected at most ${most} files, got more`);
      (isFolder(path, entry) ? folders : files).push(entry.name);
    }
    requireDistinct(path, [...folders, ...files]);
    return { id, folders: folders.sort(), files };
  };
  const collect: Walk["collect"] = async (name, above, into) => {
    // So that an interrupt is heard meanwhile.
    await setImmediate();
    signal?.throwIfAborted();
    const { id, folders, files } = enter(join(root, name), above);
    for (const file of files) into.push(`${name}/${file}`);
    for (const folder of folders) {
      await collect(`${name}/${folder}`, [...above, id], into);
    }
  };
  return { enter, collect };
}

function isFolder(path: string, entry: Dirent): boolean {
  if (entry.isDirectory()) return true;
  if (entry.isFile()) return false;
  const whole = join(path, entry.name);
  // A link, or of a file system that does not say what it is.
  const stats = attempt(whole, () => statSync(whole));
  if (stats.isDirectory() || stats.isFile()) return stats.isDirectory();
  throw new DataError(whole, `expected a file or a folder, got ${kindOf(stats)}`);
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return "a named pipe (FIFO)";
  return stats.isSocket() ? "a socket" : "a device";
}

/** Where case is not told apart they would be one, and the data set another. */
function requireDistinct(path: string, names: readonly string[]): void {
  const known = new Map<string, string>();
  for (const name of names) {
    const other = known.get(name.toLowerCase());
    if (other !== undefined) {
      const both = [other, name].sort().map((each) => shorten(each, 40));
      throw new DataError(path, `${both.join(" and ")} differ in case alone; rename one of them`);
    }
    known.set(name.toLowerCase(), name);
  }
}
