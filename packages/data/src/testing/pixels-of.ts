import type { IndexedSource } from "@evalpool/mnist";
import { openImages } from "../reading/open-images.js";

/** All pixels of a source, as a thread reads them. */
export async function pixelsOf(
  source: Pick<IndexedSource, "format" | "handle" | "count">,
): Promise<number[]> {
  const { format, handle, count } = source;
  if (format === undefined) throw new Error("expected images of one size");
  const pixels = count * format.channels * format.height * format.width;
  const into = format.element === "uint8" ? new Uint8Array(pixels) : new Float32Array(pixels);
  using reader = openImages({ format, handle });
  await reader.read(0, new Uint8Array(into.buffer));
  return [...into];
}
