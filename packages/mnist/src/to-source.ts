import type { IndexedSource } from "./image-source.js";
import { sourceDigest } from "./source-digest.js";
import { sourceOfSplit } from "./source-of-split.js";
import type { OpenSplit } from "./split.js";

/** A split as the source of images that it is. */
export function toSource({ sha256, ...split }: OpenSplit): IndexedSource {
  return sourceOfSplit({ ...split, digest: sourceDigest(sha256) });
}
