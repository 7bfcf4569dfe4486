/** A place in a picture, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** An edge that bends where its label stands: from a neuron to the label, and behind it to the next. */
export interface LabelledEdge {
  readonly start: Place;
  /** The label's left end, middle, and right end, on one height. */
  readonly left: Place;
  readonly middle: Place;
  readonly right: Place;
  readonly end: Place;
}

/** Height of a label with the room around it. */
export const LABEL_LINE = 14;

/** Between a neuron and the labels before it. */
const FAN = 12;

/**
 * Leads edges of all neurons of a column to one of the next: their labels stand before it one below
 * the other, in the order of the neurons that they come from. So each label is at the end of its
 * edge, and no other edge comes near: those to the same neuron end above and below, and those to
 * others lie as far to the left or end at labels of their own.
 *
 * @param from the neurons of the column, from top to bottom
 * @param radius of a neuron
 * @param width of the widest label
 */
export function leadEdges(
  from: readonly Place[],
  end: Place,
  { radius, width }: { readonly radius: number; readonly width: number },
): LabelledEdge[] {
  const right = end.x - radius - FAN;
  const top = end.y - ((from.length - 1) / 2) * LABEL_LINE;
  return from.map((start, i) => {
    const y = top + i * LABEL_LINE;
    return {
      start,
      left: { x: right - width, y },
      middle: { x: right - width / 2, y },
      right: { x: right, y },
      end,
    };
  });
}

/** Height that a neuron needs to itself, for labels of so many edges before it. */
export function heightFor(edges: number): number {
  return (edges + 1) * LABEL_LINE;
}
