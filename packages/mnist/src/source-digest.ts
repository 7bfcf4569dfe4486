import { digest } from "@evalpool/files/node";
import type { SourceDigest } from "./image-source.js";

/** What a data set is known by, from its parts: `all` is of lines as `sha256sum` prints them. */
export function sourceDigest(parts: SourceDigest["parts"]): SourceDigest {
  const lines = `${parts.images}  images\n${parts.labels}  labels\n`;
  return { parts, all: digest("sha256", Buffer.from(lines)) };
}
