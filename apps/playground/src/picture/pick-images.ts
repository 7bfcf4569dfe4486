/** The one after an image among those that are wanted, which ascend; after the last, the first. */
export function nextOf(wanted: readonly number[], from: number): number | undefined {
  return wanted.find((index) => index > from) ?? wanted[0];
}

/** The one before; before the first, the last. */
export function previousOf(wanted: readonly number[], from: number): number | undefined {
  return wanted.findLast((index) => index < from) ?? wanted.at(-1);
}

/** The page of so many wanted images that an image is on, or would be. */
export function pageOf(wanted: readonly number[], from: number, length: number): readonly number[] {
  const after = wanted.findIndex((index) => index >= from);
  const position = after < 0 ? wanted.length - 1 : after;
  const start = Math.max(0, Math.floor(position / length) * length);
  return wanted.slice(start, start + length);
}
