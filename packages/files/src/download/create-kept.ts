import { DataError } from "@evalpool/errors";
import { createPartial } from "../partial-file.js";
import { systemMessage } from "../system-message.js";

/** A file of the cache in the making. Disposed of before it is kept, it leaves nothing. */
export interface KeptFile extends Disposable {
  write(chunk: Uint8Array): void;
  /** Gives the file its name, once all of it is on the disk. */
  keep(): Promise<void>;
}

/** @throws {DataError} when it cannot be written, as all its methods do */
export function createKept(destination: string): KeptFile {
  const toError = (cause: unknown): DataError =>
    new DataError(destination, `cannot be written: ${systemMessage(cause)}`, { cause });
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw toError(cause);
    }
  };
  const partial = attempt(() => createPartial(destination));
  return {
    write: (chunk) => attempt(() => partial.write(chunk)),
    async keep() {
      await partial.end().catch((cause: unknown) => {
        throw toError(cause);
      });
      attempt(() => partial.replace());
    },
    [Symbol.dispose]: () => partial[Symbol.dispose](),
  };
}
