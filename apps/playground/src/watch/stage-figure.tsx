import { useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { boxOf, indexAt, type Figure, type FigureLayout } from "./figure-layout.js";
import { movedIndex } from "./moved-index.js";
import { useFigure } from "./use-figure.js";
import type { Values } from "./value-range.js";

interface StageFigureProps {
  readonly label: string;
  readonly figure: ReadonlySignal<Figure>;
  readonly values: ReadonlySignal<Values>;
  /** Index of the value that is pointed at. */
  readonly pointed: Signal<number | undefined>;
  /** What is told of that. */
  readonly readout: ReadonlySignal<string>;
}

/** Rows of bars or maps, until all are asked for. */
const FEW_ROWS = 2;
const MAP_SIDE = 56;
const IMAGE_SIDE = 112;

/** A stage's values as a picture, in which mouse, finger and arrow keys point at one. */
export function StageFigure({ label, figure, values, pointed, readout }: StageFigureProps) {
  const isWhole = useSignal(false);
  const rows = useComputed(() => (isWhole.value ? Infinity : FEW_ROWS));
  const side = figure.value.items === 1 ? IMAGE_SIDE : MAP_SIDE;
  const { frame, canvas, layout } = useFigure({ figure, values, side, rows });
  const box = useComputed(() => styleOf(layout.value, pointed.value));
  const spoken = useComputed(() => readout.value || "none pointed at");
  const pointAt = (event: PointerEvent): void => {
    const index = indexUnder(layout.value, event);
    if (index !== undefined) pointed.value = index;
  };
  return (
    <div class="figure" ref={frame}>
      <div
        class="figure-values"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={countOf(layout.value) - 1}
        aria-valuenow={pointed.value ?? 0}
        aria-valuetext={spoken}
        onFocus={() => {
          pointed.value ??= 0;
        }}
        onKeyDown={(event) => {
          const index = movedIndex(layout.value, pointed.value ?? 0, event.key);
          if (index === undefined) return;
          event.preventDefault();
          pointed.value = index;
        }}
        onPointerDown={pointAt}
        onPointerMove={pointAt}
      >
        <canvas ref={canvas} class="pixels" aria-hidden="true" />
        <div class="figure-mark" style={box} />
      </div>
      <Shown layout={layout} isWhole={isWhole} />
    </div>
  );
}

/** How many are shown where not all are, and the way to the rest. */
function Shown(props: {
  readonly layout: ReadonlySignal<FigureLayout>;
  readonly isWhole: Signal<boolean>;
}) {
  const { shown, figure } = props.layout.value;
  const { isWhole } = props;
  const isCut = shown < figure.items;
  if (!isCut && !isWhole.value) return null;
  const noun = figure.kind === "bars" ? "values" : "maps";
  const [some, all] = [shown, figure.items].map((count) => count.toLocaleString("en-US"));
  return (
    <p class="row faint">
      {isCut && `${some} of ${all} ${noun} shown`}
      <button
        type="button"
        aria-expanded={isWhole.value}
        onClick={() => {
          isWhole.value = !isWhole.value;
        }}
      >
        {isWhole.value ? "Show fewer" : `Show all ${all}`}
      </button>
    </p>
  );
}

function countOf({ figure, shown }: FigureLayout): number {
  return shown * figure.height * figure.width;
}

/** The canvas may be shown smaller than it is. */
function indexUnder(layout: FigureLayout, event: PointerEvent): number | undefined {
  const { left, top, width } = (event.currentTarget as Element).getBoundingClientRect();
  const scale = layout.width / width;
  return indexAt(layout, (event.clientX - left) * scale, (event.clientY - top) * scale);
}

function styleOf(layout: FigureLayout, index: number | undefined): string {
  if (index === undefined || index >= countOf(layout)) return "display: none";
  const { x, y, width, height } = boxOf(layout, index);
  const across = (of: number): string => `${(100 * of) / layout.width}%`;
  const down = (of: number): string => `${(100 * of) / layout.height}%`;
  return `left: ${across(x)}; top: ${down(y)}; width: ${across(width)}; height: ${down(height)}`;
}
