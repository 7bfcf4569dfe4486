import { digest } from "@evalpool/files/node";
import { digestedText } from "./digested-text.js";
import type { SourceDigest } from "./image-source.js";

/** What a data set is known by, from its parts. */
export function sourceDigest(parts: SourceDigest["parts"]): SourceDigest {
  return { parts, all: digest("sha256", Buffer.from(digestedText(parts))) };
}
