import type { IndexedSource } from "@evalpool/mnist";
import { openImages } from "../reading/open-images.js";

type Images = Pick<IndexedSource, "format" | "handle" | "count">;

/** All pixels of a source, to compare with what is written out. */
export async function pixelsOf(source: Images): Promise<number[]> {
  return [...(await elementsOf(source))];
}

/** The same as a thread reads them. */
export async function elementsOf(source: Images): Promise<Uint8Array | Float32Array> {
  const { format, handle, count } = source;
  if (format === undefined) throw new Error("expected images of one size");
  const pixels = count * format.channels * format.height * format.width;
  const into = format.element === "uint8" ? new Uint8Array(pixels) : new Float32Array(pixels);
  using reader = openImages({ format, handle });
  await reader.read(0, new Uint8Array(into.buffer));
  return into;
}
