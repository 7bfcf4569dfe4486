import { useRef } from "preact/hooks";
import { numberText } from "../components/number-text.js";
import {
  placeNeurons,
  type NeuronPlace,
  type PlacedNeuron,
  type PlacedWeight,
} from "./place-neurons.js";
import type { WeightedLayer } from "./weighted-layers.js";

interface Props {
  readonly layers: readonly WeightedLayer[];
  readonly chosen: NeuronPlace;
  readonly onChoose: (neuron: NeuronPlace) => void;
}

const RADIUS = 25;

const steps: Readonly<Record<string, readonly [layers: number, units: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A network neuron by neuron, the values in them, the weights of the chosen one beside its lines. */
export function NeuronPicture({ layers, chosen, onChoose }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const { width, height, columns, weights } = placeNeurons(layers);
  const largest = Math.max(...weights.map(({ weight }) => Math.abs(weight)));
  const isChosen = ({ layer, unit }: NeuronPlace): boolean =>
    layer === chosen.layer && unit === chosen.unit;
  const own = weights.filter(isChosen);
  const move = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const layer = within(chosen.layer + step[0], layers.length);
    const unit = within(chosen.unit + step[1], columns[layer + 1]?.length ?? 1);
    onChoose({ layer, unit });
    svg.current?.querySelector<SVGGElement>(`[data-neuron="${layer},${unit}"]`)?.focus();
  };
  return (
    <div class="scrolled" role="region" aria-label="Picture of the network" tabIndex={0}>
      <svg
        ref={svg}
        class="neurons"
        viewBox={`0 0 ${width} ${height}`}
        style={{ maxWidth: `${width * 1.4}px`, minWidth: `${width * 0.9}px` }}
        role="group"
        aria-label="Neurons"
        onKeyDown={move}
      >
        {columns.map(([neuron], c) => (
          <text key={c} class="column-name" x={neuron?.x} y={20}>
            {c === 0 ? "input" : layers[c - 1]?.function}
          </text>
        ))}
        {weights.filter((one) => !isChosen(one)).map((one) => line(one, largest, false))}
        {own.map((one) => line(one, largest, true))}
        {columns.flat().map((neuron) => (
          <Neuron
            key={neuron.name}
            neuron={neuron}
            isChosen={isChosen(neuron)}
            onChoose={neuron.layer < 0 ? undefined : onChoose}
          />
        ))}
        {own.map(weightLabel)}
      </svg>
    </div>
  );
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

function line({ from, to, weight }: PlacedWeight, largest: number, isOwn: boolean) {
  return (
    <line
      key={`${from.name} ${to.name}`}
      class={`weight ${weight < 0 ? "negative" : "positive"}${isOwn ? " own" : ""}`}
      x1={from.x}
      y1={from.y}
      x2={to.x}
      y2={to.y}
      stroke-width={0.5 + (3 * Math.abs(weight)) / largest}
    />
  );
}

/** Nearer to where lines come from, for there they are apart. */
function weightLabel({ from, to, weight }: PlacedWeight) {
  const at = 0.38;
  return (
    <text
      key={from.name}
      class={`weight-label ${weight < 0 ? "negative" : "positive"}`}
      x={from.x + at * (to.x - from.x)}
      y={from.y + at * (to.y - from.y)}
    >
      {numberText(weight)}
    </text>
  );
}

interface NeuronProps {
  readonly neuron: PlacedNeuron;
  readonly isChosen: boolean;
  /** Undefined of what is given: there is nothing to explain. */
  readonly onChoose: ((neuron: NeuronPlace) => void) | undefined;
}

function Neuron({ neuron, isChosen, onChoose }: NeuronProps) {
  const { layer, unit, x, y, name, value } = neuron;
  const choose = onChoose && (() => onChoose({ layer, unit }));
  const button = choose && {
    role: "button" as const,
    tabIndex: isChosen ? 0 : -1,
    "aria-pressed": isChosen,
    "aria-label": `${name} ${shortText(value)}`,
    "data-neuron": `${layer},${unit}`,
    onPointerEnter: choose,
    onClick: choose,
    onFocus: choose,
  };
  return (
    <g class={`neuron${isChosen ? " chosen" : ""}`} {...button}>
      <circle cx={x} cy={y} r={RADIUS} />
      <text class="neuron-name" x={x} y={y - 7}>
        {name}
      </text>
      <text x={x} y={y + 8}>
        {shortText(value)}
      </text>
    </g>
  );
}

/** As much as there is room for in a neuron. */
function shortText(value: number): string {
  return String(Number(value.toPrecision(Math.abs(value) < 1 ? 3 : 4)));
}
