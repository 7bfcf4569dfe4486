import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { ContentError } from "../digest.js";
import { makeDirectory } from "../make-directory.js";
import { createKept } from "./create-kept.js";
import { noteDigest } from "./digest-note.js";

/**
 * Keeps what comes in pieces under its final name once it is whole, with its SHA-256 noted beside it.
 *
 * @param maxBytes that there may be
 * @throws {ContentError} when there are more
 * @throws {DataError} when it cannot be written
 */
export async function keepStream(
  destination: string,
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<void> {
  await makeDirectory(dirname(destination));
  using kept = createKept(destination);
  const hash = createHash("sha256");
  let length = 0;
  for await (const chunk of content) {
    length += chunk.length;
    if (length > maxBytes) throw new ContentError(`expected ${maxBytes} bytes at most, got more`);
    kept.write(chunk);
    hash.update(chunk);
  }
  await noteDigest(destination, hash.digest("hex"));
  await kept.keep();
}
