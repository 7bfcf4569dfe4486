import type { ImageHandle, IndexedSource } from "./image-source.js";
import { sourceDigest } from "./source-digest.js";
import type { ImageArray, ImageFile, OpenSplit } from "./split.js";

/** A split as the source of images that it is. */
export function toSource({
  name,
  split,
  images,
  labels,
  sha256,
  classes = countClasses(labels.data),
}: OpenSplit): IndexedSource {
  const [count, height, width] = images.shape;
  return {
    name,
    split,
    kind: "IDX files",
    format: { channels: 1, height, width, layout: "CHW", element: "uint8" },
    classes,
    digest: sourceDigest(sha256),
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
