/** Where a pen was: across and down, from 0 to 255 over the pad. */
export type PenPoint = readonly [x: number, y: number];

/** What a pen drew: each stroke is its way from where it was put down to where it was lifted. */
export type Strokes = readonly (readonly PenPoint[])[];

/** Side of the pad. */
export const EXTENT = 256;

/** Of the pen's line, in the same unit: about as thick as MNIST's. */
export const PEN_RADIUS = 9;

/** Strokes as text for a URL: bytes in base64url, a stroke's number of points before them. */
export function strokesToText(strokes: Strokes): string {
  const bytes = strokes.flatMap((stroke) => [
    stroke.length >> 8,
    stroke.length & 255,
    ...stroke.flat(),
  ]);
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @returns undefined where the text is not what `strokesToText` gives */
export function strokesFromText(text: string): Strokes | undefined {
  const bytes = bytesFromText(text);
  if (bytes === undefined) return undefined;
  const strokes: PenPoint[][] = [];
  for (let at = 0; at < bytes.length;) {
    const count = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const end = at + 2 + 2 * count;
    if (count === 0 || end > bytes.length) return undefined;
    const stroke: PenPoint[] = [];
    for (let i = at + 2; i < end; i += 2) stroke.push([bytes[i] ?? 0, bytes[i + 1] ?? 0]);
    strokes.push(stroke);
    at = end;
  }
  return strokes;
}

function bytesFromText(text: string): Uint8Array | undefined {
  try {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
