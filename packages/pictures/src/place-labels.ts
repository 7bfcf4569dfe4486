/** A line and how wide the label on it is. */
export interface LabelledLine {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly width: number;
}

/** A label in its place: its middle, and how wide it is. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Parts of the way along a line, in the order in which they are tried. */
const PARTS = Array.from({ length: 51 }, (_, i) => i / 50).sort(
  (a, b) => Math.abs(a - 0.2) - Math.abs(b - 0.2),
);

/** How far from others is far enough, where labels touch at 1. */
const ROOMY = 1.6;

/** Puts each label on its line, well away from the labels before, else as far as the line allows. */
export function placeLabels(lines: readonly LabelledLine[], height: number): Label[] {
  const placed: Label[] = [];
  for (const { x1, y1, x2, y2, width } of lines) {
    let best: Label = { x: x1, y: y1, width };
    let farthest = -1;
    for (const part of PARTS) {
      if (farthest >= ROOMY) break;
      const here = { x: x1 + part * (x2 - x1), y: y1 + part * (y2 - y1), width };
      const distances = placed.map((other) => distance(here, other, height));
      const nearest = Math.min(ROOMY, ...distances);
      if (nearest > farthest) [best, farthest] = [here, nearest];
    }
    placed.push(best);
  }
  return placed;
}

/** Below 1 two labels overlap. */
export function distance(a: Label, b: Label, height: number): number {
  const across = (2 * Math.abs(a.x - b.x)) / (a.width + b.width);
  return Math.max(across, Math.abs(a.y - b.y) / height);
}
