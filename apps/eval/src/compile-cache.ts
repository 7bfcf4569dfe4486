import { lstatSync, mkdirSync, realpathSync, type Stats } from "node:fs";
import { dirname, resolve } from "node:path";
import { cacheDirectory } from "@evalpool/files/node";

/**
 * Where V8 may keep compiled code from run to run: a directory in the user's own cache. Code from
 * there is run, so it must be nobody else's to change; undefined where that cannot be made sure of.
 */
export function findCompileCache(env: NodeJS.ProcessEnv = process.env): string | undefined {
  try {
    const cache = resolve(cacheDirectory(env));
    const directory = resolve(cache, "compile-cache");
    // A place that a variable names is made for what is downloaded, if ever.
    makePrivate(directory, env["EVALPOOL_CACHE"] ? 1 : 3);
    return isOurs(directory) ? directory : undefined;
  } catch {
    // No home, or no right to write there: it starts slower, that is all.
    return undefined;
  }
}

/** Makes a directory and those above it, `levels` in all at most. */
function makePrivate(directory: string, levels: number): void {
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || levels === 1) throw error;
    makePrivate(dirname(directory), levels - 1);
    mkdirSync(directory, { mode: 0o700 });
  }
}

/** Whether a directory, no link, is this user's alone to write to, and nobody can put another there. */
function isOurs(directory: string): boolean {
  const user = process.getuid?.();
  // Windows keeps a user's cache from others by itself.
  if (user === undefined) return true;
  const found = lstatSync(directory);
  return found.isDirectory() && found.uid === user && !isOpen(found) && isSafe(directory, user);
}

/** Whether nobody but this user and root can rename what leads to a directory. */
function isSafe(directory: string, user: number): boolean {
  let path = realpathSync(directory);
  while (path !== dirname(path)) {
    path = dirname(path);
    const found = lstatSync(path);
    if (found.uid !== user && found.uid !== 0) return false;
    // With the sticky bit, as /tmp has it, each renames only what is his.
    const isSticky = (found.mode & 0o1000) !== 0;
    if (isOpen(found) && !isSticky) return false;
  }
  return true;
}

/** Whether the group or others may write. */
function isOpen({ mode }: Stats): boolean {
  return (mode & 0o022) !== 0;
}
