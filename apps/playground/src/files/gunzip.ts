import { DataError } from "@evalpool/errors";
import { boundedChunks } from "./bounded-chunks.js";

/**
 * The content of a gzip file.
 *
 * @param most bytes that it may have
 * @throws {DataError} when it is damaged, or larger
 */
export async function gunzip(bytes: Uint8Array, name: string, most: number): Promise<Uint8Array> {
  const content = boundedChunks(name, most);
  const write = (chunk: Uint8Array): void => content.add(chunk);
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    const plain = packed.pipeThrough(new DecompressionStream("gzip"));
    await plain.pipeTo(new WritableStream({ write }));
    return content.join();
  } catch (error) {
    if (error instanceof DataError) throw error;
  }
  // What browsers refuse may be damaged, or have more behind its first member, which the command reads.
  const { gunzipMembers } = await import("./gunzip-members.js");
  return gunzipMembers(bytes, name, most);
}
