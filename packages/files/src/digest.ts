import { createHash } from "node:crypto";

/** Bytes that are not those that were published. */
export class ContentError extends Error {
  override readonly name = "ContentError";
}

/** @throws {ContentError} when the bytes are others than those that have the digest */
export function requireDigest(kind: "MD5" | "SHA-256", expected: string, bytes: Uint8Array): void {
  const got = digest(kind === "MD5" ? "md5" : "sha256", bytes);
  if (got !== expected) throw new ContentError(`expected ${kind} ${expected}, got ${got}`);
}

/** In hex. */
export function digest(algorithm: "md5" | "sha256", bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
