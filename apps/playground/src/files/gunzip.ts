import { DataError } from "@evalpool/errors";

/**
 * The content of a gzip file.
 *
 * @param most bytes that it may have
 * @throws {DataError} when it is damaged, or larger
 */
export async function gunzip(bytes: Uint8Array, name: string, most: number): Promise<Uint8Array> {
  const content = new Uint8Array(new ArrayBuffer(0, { maxByteLength: most }));
  let length = 0;
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  try {
    for await (const chunk of packed.pipeThrough(new DecompressionStream("gzip"))) {
      if (length + chunk.length > most) {
        throw new DataError(name, `expected at most ${most} bytes when it is decompressed`);
      }
      content.buffer.resize(length + chunk.length);
      content.set(chunk, length);
      length += chunk.length;
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(name, "a damaged gzip file", { cause });
  }
  return content.slice();
}
