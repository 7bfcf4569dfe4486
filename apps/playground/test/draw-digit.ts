import type { Page } from "playwright-core";

type Point = readonly [x: number, y: number];

/** A one, as strokes over the pad, from 0 to 1. */
export const one: readonly (readonly Point[])[] = [
  [
    [0.5, 0.2],
    [0.5, 0.8],
  ],
];

/** A seven. */
export const seven: readonly (readonly Point[])[] = [
  [
    [0.3, 0.25],
    [0.7, 0.25],
    [0.45, 0.8],
  ],
];

/** Draws strokes on the pad with the mouse. */
export async function drawDigit(page: Page, strokes: readonly (readonly Point[])[]): Promise<void> {
  const pad = page.locator("canvas.pad");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  const moveTo = ([across, down]: Point, steps: number): Promise<void> =>
    page.mouse.move(x + across * width, y + down * height, { steps });
  for (const [first, ...others] of strokes) {
    if (first === undefined) continue;
    await moveTo(first, 1);
    await page.mouse.down();
    for (const point of others) await moveTo(point, 8);
    await page.mouse.up();
  }
}
