import { createHash } from "node:crypto";

/** SHA-256 of pieces, one after the other, in hex. */
export function sha256Of(pieces: Iterable<string | Uint8Array>): string {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}
