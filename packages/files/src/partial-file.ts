import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsync,
  linkSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  type Stats,
} from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** A file in the making, under a name of its own in the folder that it is for. */
export interface PartialFile extends Disposable {
  write(bytes: Uint8Array): void;
  /** Returns when all that was written is on the disk; nothing more can be. */
  end(): Promise<void>;
  /** Gives the file its name, which it takes from what has it. */
  replace(): void;
  /** Gives the file its name if nothing has it. */
  claim(): void;
}

/** Those that are neither kept nor disposed of. */
const partials = new Set<string>();

/** Removes what is not whole, for a process that ends at once, as by a signal. */
export function removePartials(): void {
  for (const partial of partials) rmSync(partial, { force: true });
  partials.clear();
}

/**
 * Makes a file that has its name only once it is whole; disposed of before, it leaves nothing. Where
 * the name is a link, what it leads to is replaced. Permissions and owner of what is replaced stay.
 *
 * Not `write-file-atomic`, whose partial has a name that can be foretold and opens what lies there,
 * which takes a write cut short for a whole one, and which takes no streams.
 *
 * @throws {Error} of the system
 */
export function createPartial(file: string): PartialFile {
  const target = resolveLinks(file);
  const existing = statSync(target, { throwIfNoEntry: false });
  // What a rename would replace, and must not; of a directory, the system says so.
  if (existing && !existing.isFile() && !existing.isDirectory()) {
    throw new Error("not a regular file");
  }
  // No longer than its own name might be, and nobody can lay a link in its way.
  const folder = realpathSync.native(dirname(target));
  const partial = join(folder, `.evalpool-${randomBytes(8).toString("hex")}.partial`);
  const descriptor = openSync(partial, "wx", existing?.isFile() ? existing.mode & 0o777 : 0o666);
  partials.add(partial);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    },
    async end() {
      if (existing?.isFile()) keepOwner(descriptor, existing);
      await promisify(fsync)(descriptor);
      close();
    },
    replace() {
      renameSync(partial, target);
      partials.delete(partial);
    },
    // Unlike a rename, a link never takes the place of what another process put there.
    claim: () => linkSync(partial, target),
    [Symbol.dispose]() {
      close();
      if (partials.delete(partial)) rmSync(partial, { force: true });
    },
  };
}

function resolveLinks(file: string): string {
  try {
    // Node's own takes `..` off the text, which behind a link leads to another file.
    return realpathSync.native(file);
  } catch {
    // Nothing is there yet, or what is wrong with it shows when it is made.
    return file;
  }
}

function keepOwner(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch (error) {
    // Only the superuser gives files to others.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EPERM", "EINVAL", "ENOSYS"].includes(code)) throw error;
  }
  fchmodSync(descriptor, mode & 0o777);
}
