import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { systemMessage, type ToError } from "@evalpool/files/node";

/** SHA-256 of a file's content, in hex. @throws what `toError` makes of the reason */
export async function fileDigest(path: string, toError: ToError): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw toError(systemMessage(cause), { cause });
  }
  return hash.digest("hex");
}
