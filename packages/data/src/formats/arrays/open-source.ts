import type { BigIntStats } from "node:fs";
import type { ByteSource } from "@evalpool/arrays";
import { DataError } from "@evalpool/errors";
import { openRegular, systemMessage } from "@evalpool/files/node";

/** A file that is read from any place. */
export interface FileSource extends ByteSource, AsyncDisposable {
  readonly stats: () => Promise<BigIntStats>;
}

/** @throws {DataError} when it cannot be read */
export async function openSource(file: string): Promise<FileSource> {
  const { handle, stats } = await openRegular(file);
  const attempt = <T>(work: Promise<T>): Promise<T> =>
    work.catch((cause: unknown) => {
      throw new DataError(file, systemMessage(cause), { cause });
    });
  return {
    size: Number(stats.size),
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const { bytesRead } = await attempt(handle.read(bytes, done, length - done, offset + done));
        if (bytesRead === 0) throw new DataError(file, "cut short while it is read");
        done += bytesRead;
      }
      return bytes;
    },
    stats: () => attempt(handle.stat({ bigint: true })),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}
