import { useComputed, useSignal, type ReadonlySignal } from "@preact/signals";
import { figureOf } from "./figure-layout.js";
import type { UnitWeights } from "./unit-weights.js";
import { useFigure } from "./use-figure.js";
import { rangeOf, tellRange } from "./value-range.js";

interface WeightsFigureProps {
  readonly weights: ReadonlySignal<UnitWeights>;
  /** Whose they are: `unit 7`. */
  readonly of: ReadonlySignal<string>;
}

const SIDE = 112;
const SIDE_OF_MANY = 24;
const MOST_ROWS = 12;

/** The weights of a unit or filter as a picture, with their range. */
export function WeightsFigure({ weights, of }: WeightsFigureProps) {
  const figure = useComputed(() => figureOf(weights.value.shape));
  const values = useComputed(() => weights.value.data);
  const side = figure.value.items === 1 ? SIDE : SIDE_OF_MANY;
  const { frame, canvas, layout } = useFigure({ figure, values, side, rows: useSignal(MOST_ROWS) });
  const { items } = figure.value;
  const { shown } = layout.value;
  const range = tellRange(rangeOf(values.value));
  const cut = shown < items ? `, the first ${shown} of ${items}` : "";
  const label = `Weights of ${of.value}: ${weights.value.shape.join("×")}${cut}`;
  return (
    <figure class="weights" ref={frame}>
      <canvas ref={canvas} class="pixels" role="img" aria-label={`${label}, ${range}`} />
      <figcaption class="faint">
        {label} <span class="number">{range}</span>
      </figcaption>
    </figure>
  );
}
