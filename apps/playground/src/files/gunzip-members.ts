import { DataError } from "@evalpool/errors";
import { Inflate } from "pako";
import { boundedChunks } from "./bounded-chunks.js";

/** Bytes that are inflated at a time. */
const CHUNK = 2 ** 20;

/**
 * The content of all members of a gzip file (RFC 1952, 2.2), one after the other; nothing but zeros
 * may follow.
 *
 * @param most bytes that it may have
 * @throws {DataError} when it is damaged, or larger
 */
export function gunzipMembers(bytes: Uint8Array, name: string, most: number): Uint8Array {
  const content = boundedChunks(name, most);
  const inflate = new Inflate({ chunkSize: CHUNK });
  let stream = { avail_in: bytes.length };
  inflate.onStart = (started) => {
    stream = started;
  };
  inflate.onData = (chunk) => content.add(chunk);
  if (!inflate.push(bytes, true)) {
    throw new DataError(name, `a damaged gzip file: ${inflate.msg}`);
  }
  const end = bytes.length - stream.avail_in;
  const first = bytes.subarray(end).findIndex((byte) => byte !== 0);
  if (first !== -1) {
    throw new DataError(name, `a damaged gzip file: byte ${end + first} is no gzip`);
  }
  return content.join();
}
