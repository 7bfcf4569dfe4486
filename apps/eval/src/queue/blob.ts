import { check, DataError } from "@evalpool/errors";
import { digest } from "@evalpool/files/node";
import * as z from "zod/mini";
import type { Store } from "./open-store.js";

/** What goes through the store at most, in bytes. */
export const LARGEST_BLOB = 64 * 1_000_000;
/** Of one job: all of it passes through memory at once, as base64. */
export const CHUNK = 2 ** 22;

/** What some bytes are, wherever they are kept. */
export interface BlobName {
  /** SHA-256, in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

export function nameBlob(content: Uint8Array): BlobName {
  return { sha256: digest("sha256", content), bytes: content.length };
}

/**
 * Puts bytes into a queue that nobody works, a job for each chunk. What is there already stays, if it
 * is what it should be.
 *
 * @throws {RangeError} when they are too many
 */
export async function putBlob(store: Store, queueName: string, content: Uint8Array): Promise<void> {
  if (content.length > LARGEST_BLOB) {
    throw new RangeError(`expected at most ${LARGEST_BLOB} bytes, got ${content.length}`);
  }
  const queue = store.queue(queueName);
  const { sha256 } = nameBlob(content);
  for (let at = 0; at < content.length; at += CHUNK) {
    const { buffer, byteOffset } = content.subarray(at);
    const length = Math.min(CHUNK, content.length - at);
    const base64 = Buffer.from(buffer, byteOffset, length).toString("base64");
    const jobId = chunkId(sha256, at / CHUNK);
    await queue.add("chunk", { base64 }, { jobId });
    const there = await queue.getJob(jobId);
    // Something else may have been put there before.
    const { base64: stored } = Object(there?.data) as { readonly base64?: unknown };
    if (stored !== base64) await there?.updateData({ base64 });
  }
  await store.close(queue);
}

/**
 * Reads what `putBlob` has put.
 *
 * @throws {DataError} when it is not there, or other bytes are
 */
export async function getBlob(
  store: Store,
  queueName: string,
  { sha256, bytes }: BlobName,
): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes > LARGEST_BLOB) throw refuse(`expected at most ${LARGEST_BLOB} bytes, got ${bytes}`);
  const queue = store.queue(queueName);
  try {
    const content = new Uint8Array(bytes);
    for (let at = 0; at < bytes; at += CHUNK) {
      const job = await queue.getJob(chunkId(sha256, at / CHUNK));
      const length = Math.min(CHUNK, bytes - at);
      content.set(chunkOf(job?.data, length), at);
    }
    const got = nameBlob(content).sha256;
    if (got !== sha256) throw refuse(`expected SHA-256 ${sha256}, got ${got}`);
    return content;
  } finally {
    await store.close(queue);
  }
}

/** No whole number, and without ":", as BullMQ asks of a job's id. */
function chunkId(sha256: string, chunk: number): string {
  return `blob-${sha256.slice(0, 32)}-${chunk}`;
}

function chunkOf(data: unknown, length: number): Uint8Array {
  const most = Math.ceil(length / 3) * 4;
  const checked = check(z.strictObject({ base64: z.string().check(z.maxLength(most)) }), data);
  if ("problems" in checked)
    throw refuse(data === undefined ? "a chunk is missing" : "a chunk is none");
  const bytes = Buffer.from(checked.value.base64, "base64");
  if (bytes.length !== length)
    throw refuse(`expected a chunk of ${length} bytes, got ${bytes.length}`);
  return bytes;
}

function refuse(reason: string): DataError {
  return new DataError("the network in the queue", reason);
}
