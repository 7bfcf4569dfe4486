import type { SourceDigest } from "./image-source.js";

/** What a data set's own SHA-256 is taken of: its parts, in lines as `sha256sum` prints them. */
export function digestedText(parts: SourceDigest["parts"]): string {
  return `${parts.images}  images\n${parts.labels}  labels\n`;
}
