import { UsageError } from "@evalpool/errors";
import { createPartial } from "./partial-file.js";
import { systemMessage } from "./system-message.js";

/** A file in the making. Disposed of before it is kept, it leaves nothing. */
export interface WholeFile extends Disposable {
  /** Appends at once, so that what is not yet written waits with its sender. */
  write(content: string | Uint8Array): void;
  /** Gives the file its name, once all of it is on the disk. */
  keep(): Promise<void>;
}

/**
 * Writes a file that is under its final name only once it is whole, with the permissions of what it
 * takes the place of.
 *
 * @throws {UsageError} when it cannot be written
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  using whole = createWholeFile(file);
  whole.write(content);
  await whole.keep();
}

/** As `writeWhole`, piece by piece. @throws {UsageError} when there cannot be such a file */
export function createWholeFile(file: string): WholeFile {
  const toError = (cause: unknown): UsageError =>
    new UsageError(`cannot write ${file}: ${systemMessage(cause)}`, { cause });
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw toError(cause);
    }
  };
  const partial = attempt(() => createPartial(file));
  return {
    write(content) {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      attempt(() => partial.write(bytes));
    },
    async keep() {
      await partial.end().catch((cause: unknown) => {
        throw toError(cause);
      });
      attempt(() => partial.replace());
    },
    [Symbol.dispose]: () => partial[Symbol.dispose](),
  };
}
