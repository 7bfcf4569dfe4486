import { expect } from "vitest";

/** Of an image's ink: across, then down. */
export function measureInk(pixels: Uint8Array) {
  const columns = new Array<number>(28).fill(0);
  const rows = new Array<number>(28).fill(0);
  for (const [i, grey] of pixels.entries()) {
    columns[i % 28]! += grey;
    rows[Math.floor(i / 28)]! += grey;
  }
  return [columns, rows].map((ink) => {
    const first = ink.findIndex((grey) => grey > 0);
    const last = ink.findLastIndex((grey) => grey > 0);
    const mass = ink.reduce((sum, grey) => sum + grey, 0);
    /** How far the centre of mass is from pixel 14. */
    const off = ink.reduce((sum, grey, at) => sum + grey * at, 0) / mass - 14;
    return { first, last, off };
  });
}

/** As far as its ink lets it, an image is scaled and centred as MNIST's are. */
export function expectScaledAndCentred(axes: ReturnType<typeof measureInk>): void {
  expect(Math.max(...axes.map(({ first, last }) => last - first + 1))).toBe(20);
  for (const { first, last, off } of axes) {
    // Moved further, it would lose ink.
    if (off > 0.5) expect(first).toBe(0);
    if (off < -0.5) expect(last).toBe(27);
  }
}
