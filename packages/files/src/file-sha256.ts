import { createHash } from "node:crypto";
import { DataError } from "@evalpool/errors";
import { openRegular } from "./open-regular.js";
import { systemMessage } from "./system-message.js";

/** Bytes that are read and hashed at a time. */
const CHUNK = 2 ** 20;

/** SHA-256 of a file of any size, as it is stored, in hex. @throws {DataError} when it cannot be read */
export async function fileSha256(file: string, signal?: AbortSignal): Promise<string> {
  await using open = await openRegular(file);
  const hash = createHash("sha256");
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (;;) {
    signal?.throwIfAborted();
    const { bytesRead } = await open.handle.read(chunk, 0, CHUNK, null).catch((cause: unknown) => {
      throw new DataError(file, systemMessage(cause), { cause });
    });
    if (bytesRead === 0) return hash.digest("hex");
    hash.update(chunk.subarray(0, bytesRead));
  }
}
