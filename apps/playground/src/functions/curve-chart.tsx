import { numberText } from "../components/number-text.js";
import type { Curve } from "./curves.js";
import { readFunction, type CurveName } from "./read-function.js";

interface Props {
  readonly curves: readonly { readonly name: CurveName; readonly points: Curve }[];
  /** Where the curves are read. */
  readonly x: number;
  readonly onRead: (x: number) => void;
}

const [WIDTH, HEIGHT] = [640, 360];
const MARGIN = { top: 12, right: 12, bottom: 28, left: 44 } as const;
/** Ends of what is drawn. */
const END = 5;

/** From the lowest to the topmost: a curve that is dashed does not hide the one below. */
const layers: readonly CurveName[] = ["identity", "step", "sigmoid", "relu"];

/** Curves of functions, with a line where they are read that follows the pointer. */
export function CurveChart({ curves: given, x, onRead }: Props) {
  const curves = layers.flatMap((name) => given.filter((curve) => curve.name === name));
  const { across, down, ticks } = scales(curves);
  const isInside = Math.abs(x) <= END;
  const readings = curves.map(({ name }) => ({ name, ...readFunction(name, x) }));
  const values = readings.map(({ name, value }) => `${name} ${numberText(value)}`).join(", ");
  const read = (event: PointerEvent): void => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const at = ((event.clientX - left) / width) * WIDTH;
    const inner = WIDTH - MARGIN.left - MARGIN.right;
    const pointed = ((at - MARGIN.left) / inner) * 2 * END - END;
    // As the slider's steps are.
    onRead(Math.round(Math.max(-END, Math.min(END, pointed)) * 100) / 100);
  };
  return (
    <svg
      class="curves"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Curves from -5 to 5. At x = ${numberText(x)}: ${values}`}
      onPointerMove={read}
      onPointerDown={read}
    >
      {ticks.map((y) => (
        <g key={y}>
          <line class="grid" x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={down(y)} y2={down(y)} />
          <text class="y-tick" x={MARGIN.left - 8} y={down(y)}>
            {y}
          </text>
        </g>
      ))}
      {[-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map((tick) => (
        <text key={tick} class="x-tick" x={across(tick)} y={HEIGHT - 10}>
          {tick}
        </text>
      ))}
      <line
        class="axis"
        x1={across(0)}
        x2={across(0)}
        y1={MARGIN.top}
        y2={HEIGHT - MARGIN.bottom}
      />
      <line class="axis" x1={MARGIN.left} x2={WIDTH - MARGIN.right} y1={down(0)} y2={down(0)} />
      {curves.map(({ name, points }) => (
        <path
          key={name}
          class={`curve ${name}`}
          d={`M${points.map(({ x, y }) => `${across(x).toFixed(2)} ${down(y).toFixed(2)}`).join("L")}`}
        />
      ))}
      {isInside && (
        <line
          class="crosshair"
          x1={across(x)}
          x2={across(x)}
          y1={MARGIN.top}
          y2={HEIGHT - MARGIN.bottom}
        />
      )}
      {isInside &&
        readings.map(({ name, value }) => (
          <circle key={name} class={`reading ${name}`} cx={across(x)} cy={down(value)} r={5} />
        ))}
    </svg>
  );
}

/** From values to places in the picture; as much of y as the curves take. */
function scales(curves: Props["curves"]) {
  const values = curves.flatMap(({ points }) => points.map(({ y }) => y));
  const lowest = values.reduce((a, b) => Math.min(a, b));
  const highest = values.reduce((a, b) => Math.max(a, b));
  const margin = 0.06 * (highest - lowest);
  const [low, high] = [lowest - margin, highest + margin];
  const step = high - low > 3 ? 1 : 0.25;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return {
    ticks: Array.from({ length: count }, (_, i) => (first + i) * step),
    across: (x: number): number =>
      MARGIN.left + ((x + END) / (2 * END)) * (WIDTH - MARGIN.left - MARGIN.right),
    down: (y: number): number =>
      HEIGHT - MARGIN.bottom - ((y - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom),
  };
}
