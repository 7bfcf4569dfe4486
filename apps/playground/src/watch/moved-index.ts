import type { FigureLayout } from "./figure-layout.js";

/**
 * Where a key leads from a value: arrows to its neighbours, Page Up and Down to the map before and
 * after, Home and End to the first and last that is drawn.
 *
 * @returns undefined for any other key
 */
export function movedIndex(
  { figure, shown, columns }: FigureLayout,
  index: number,
  key: string,
): number | undefined {
  const plane = figure.height * figure.width;
  const last = shown * plane - 1;
  const down = figure.kind === "bars" ? columns : figure.width;
  const steps: Partial<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -down,
    ArrowDown: down,
    PageUp: -plane,
    PageDown: plane,
    Home: -index,
    End: last - index,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  const to = index + step;
  return to < 0 || to > last ? index : to;
}
