import { DataError } from "@evalpool/errors";

/** The bytes at an address. @throws {DataError} when there is no answer, or none with a file */
export async function fetchBytes(url: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new DataError(url, "no answer, or one that this page may not have", { cause });
  });
  if (!response.ok) throw new DataError(url, `expected a file, got status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
