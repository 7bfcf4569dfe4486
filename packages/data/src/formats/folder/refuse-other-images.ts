import { join } from "node:path";
import { DataError } from "@evalpool/errors";
import { whatLiesAt } from "@evalpool/files/node";
import { within } from "./within.js";

const OTHER = /\.(?:webp|gif|bmp|tiff?|svg)$/i;
/** Files of other names that are opened to tell what they are. */
const MOST_OPENED = 4;

/**
 * Refuses a folder of images that are not read, where it holds none that are.
 *
 * @throws {DataError} which names one of them, and its kind
 */
export function refuseOtherImages(path: string): void {
  const other = within(path, otherImage);
  if (other === undefined) return;
  throw new DataError(other.file, `expected PNG or JPEG images, got ${other.kind}; convert them`);
}

function otherImage(
  path: string,
  names: readonly string[],
): { readonly file: string; readonly kind: string } | undefined {
  const called = names.filter((name) => OTHER.test(name));
  for (const name of (called.length > 0 ? called : names).slice(0, MOST_OPENED)) {
    const file = join(path, name);
    const kind = kindOf(file);
    if (kind !== undefined) return { file, kind };
  }
  return undefined;
}

function kindOf(file: string): string | undefined {
  try {
    const kind = whatLiesAt(file) ?? "";
    if (/^a (?:WebP|GIF|BMP|TIFF) image$/.test(kind)) return kind;
    // It is text, as others are.
    return /\.svg$/i.test(file) ? "an SVG image" : undefined;
  } catch {
    return undefined;
  }
}
