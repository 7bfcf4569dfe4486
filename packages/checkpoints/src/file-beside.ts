import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { CheckpointError, shorten } from "@evalpool/errors";
import { readWhole, systemMessage } from "@evalpool/files/node";

/**
 * Reads files that a network's own file names, beside it and nowhere else.
 *
 * @param file the network's
 */
export function filesBeside(file: string) {
  return async (name: string, maxBytes: number): Promise<Uint8Array> => {
    const refuse = (reason: string, options?: ErrorOptions): CheckpointError =>
      new CheckpointError(file, `its ${shorten(name, 100)}: ${reason}`, options);
    if (!isPlain(name)) throw refuse("expected a plain name of a file beside it");
    const path = join(dirname(file), name);
    // A link may lead elsewhere.
    const [directory, target] = await Promise.all([realpath(dirname(file)), realpath(path)]).catch(
      (cause: unknown) => {
        throw refuse(systemMessage(cause), { cause });
      },
    );
    if (!target.startsWith(directory + sep)) {
      throw refuse(`expected a file in the directory of ${basename(file)}, got a link out of it`);
    }
    return readWhole(path, { maxBytes, toError: refuse });
  };
}

/** Relative, with no step up, and the same on every system. */
function isPlain(name: string): boolean {
  const parts = name.split("/");
  const isOrdinary = (part: string): boolean => part !== "" && part !== "." && part !== "..";
  return parts.every(isOrdinary) && !/[\\:\0]/.test(name);
}
