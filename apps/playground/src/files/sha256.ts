import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/**
 * SHA-256 in hex. By a library, for the browser's own is only there on pages whose address is
 * `https:` or this machine.
 */
export function sha256(bytes: Uint8Array): string {
  return bytesToHex(digest(bytes));
}
