import type { IndexedSource } from "@evalpool/mnist";
import { openImages } from "../reading/open-images.js";

/** All images of a source, each `[C, H, W]`, as their bytes. */
export async function planesOf({ format, handle, count }: IndexedSource): Promise<Uint8Array> {
  if (format === undefined) throw new Error("expected images of one size");
  const { channels, height, width, element } = format;
  const bytes = element === "uint8" ? 1 : 4;
  const into = new Uint8Array(count * channels * height * width * bytes);
  using reader = openImages({ format, handle });
  await reader.read(0, into);
  return into;
}
