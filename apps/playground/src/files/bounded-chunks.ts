import { DataError } from "@evalpool/errors";

/** Pieces of a content that comes bit by bit, up to a bound. */
export interface BoundedChunks {
  /** @throws {DataError} when there are more bytes than may be */
  readonly add: (chunk: Uint8Array) => void;
  /** All of them in one piece. @throws {DataError} when there is no room for that */
  readonly join: () => Uint8Array;
}

/** @param name of the file, for errors */
export function boundedChunks(name: string, most: number): BoundedChunks {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add(chunk) {
      length += chunk.length;
      if (length > most) {
        throw new DataError(name, `expected at most ${most} bytes when it is decompressed`);
      }
      chunks.push(chunk);
    },
    join() {
      const content = roomFor(length, name);
      let at = 0;
      for (const chunk of chunks) {
        content.set(chunk, at);
        at += chunk.length;
      }
      return content;
    },
  };
}

function roomFor(length: number, name: string): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new DataError(name, `this browser has no room for its ${length} bytes`, { cause });
  }
}
