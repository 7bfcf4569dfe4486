import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "@evalpool/errors";

/** Files that a command reads or writes, by the flags that name them; those not given are left out. */
export type NamedFiles = Readonly<Record<string, string | undefined>>;

/**
 * Makes sure that a run writes into none of the files that it reads, nor twice into one: by whatever
 * names they go, for links and file systems that ignore case lead to the same file.
 *
 * @param inputs of a directory, what may be read from it
 * @throws {UsageError} that names the two
 */
export function requireDistinct(inputs: NamedFiles, outputs: NamedFiles): void {
  const taken = new Map<string, string>();
  for (const [flag, file] of given(inputs)) {
    for (const part of partsOf(file)) taken.set(identify(part), `${flag} ${file}`);
  }
  for (const [flag, file] of given(outputs)) {
    const output = `${flag} ${file}`;
    const identity = identify(file);
    const other = taken.get(identity);
    if (other !== undefined) {
      throw new UsageError(`${output} would replace ${other}: give it another name`);
    }
    taken.set(identity, output);
  }
}

function given(files: NamedFiles): [flag: string, file: string][] {
  return Object.entries(files).flatMap(([flag, file]) =>
    file === undefined ? [] : [[flag, file]],
  );
}

/** Names of what is read from directories: IDX files and published weights. */
const inputNames = /ubyte(\.gz)?$|\.pkl$/;

/** A file, or a directory and what may be read from it: results that lie there may be replaced. */
function partsOf(path: string): string[] {
  try {
    const names = readdirSync(path).filter((name) => inputNames.test(name));
    return [path, ...names.map((name) => join(path, name))];
  } catch {
    // No directory; where there is nothing at all, reading it tells.
    return [path];
  }
}

/** What two names of the same file have in common. */
function identify(file: string): string {
  const found = attempt(() => statSync(file, { bigint: true }));
  if (found !== undefined) return `${found.dev}:${found.ino}`;
  const folder = attempt(() => realpathSync.native(dirname(file))) ?? resolve(dirname(file));
  return join(folder, foldCase(basename(file)));
}

/** These systems' file systems take names that differ in case for one. */
function foldCase(name: string): string {
  return ["darwin", "win32"].includes(process.platform) ? name.toLowerCase() : name;
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    // Not there, or not to be seen: reading or writing it tells.
    return undefined;
  }
}
