import type { ImageHandle, IndexedSource, SourceDigest } from "./image-source.js";
import type { ImageArray, ImageFile, OpenSplit } from "./split.js";

/** A split by any name, and the digest of its files. */
interface DigestedSplit extends Omit<OpenSplit, "split" | "sha256"> {
  readonly split: string;
  readonly digest: SourceDigest;
}

/** A split as the source of images that it is. */
export function sourceOfSplit({
  name,
  split,
  images,
  labels,
  digest,
  classes = countClasses(labels.data),
}: DigestedSplit): IndexedSource {
  const [count, height, width] = images.shape;
  return {
    name,
    split,
    kind: "IDX files",
    format: { channels: 1, height, width, layout: "CHW", element: "uint8" },
    classes,
    digest,
    count,
    labels: labels.data,
    handle: handleOf(images),
  };
}

function handleOf(images: ImageArray | ImageFile): ImageHandle {
  if (!("file" in images)) return images.data;
  const { shape, ...where } = images;
  const [count, height, width] = shape;
  return { kind: "stored", parts: [{ ...where, stride: height * width, count }] };
}

function countClasses(labels: Uint8Array): number {
  return labels.reduce((most, label) => Math.max(most, label + 1), 0);
}
