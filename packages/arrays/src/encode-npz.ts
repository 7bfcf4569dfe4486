import { encodeNpy } from "./encode-npy.js";
import type { NumberArray } from "./number-array.js";

/** What is written for the time of each member, so that equal arrays make equal files. */
const EPOCH = new Date(1980, 0, 1);

/** How arrays are put into an NPZ file. */
export interface EncodeNpzOptions {
  /** As `numpy.savez_compressed` does (default: as `numpy.savez`). */
  readonly isCompressed?: boolean | undefined;
}

/**
 * The bytes of an NPZ file with these arrays by their names, in their order.
 *
 * @throws {RangeError} for a shape that does not hold its data
 */
export async function encodeNpz(
  arrays: ReadonlyMap<string, NumberArray>,
  { isCompressed = false }: EncodeNpzOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, configure } =
    await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const archive = new ZipWriter(new Uint8ArrayWriter(), {
    level: isCompressed ? 6 : 0,
    lastModDate: EPOCH,
    extendedTimestamp: false,
    dataDescriptor: false,
  });
  for (const [name, array] of arrays) {
    await archive.add(`${name}.npy`, new Uint8ArrayReader(encodeNpy(array)));
  }
  return archive.close();
}
