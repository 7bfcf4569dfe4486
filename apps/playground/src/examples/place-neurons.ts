import { required } from "@evalpool/errors";
import { weightOf } from "./explain-neuron.js";
import type { WeightedLayer } from "./weighted-layers.js";

/** A neuron, by its layer, counted from 0, and its place in that; layer -1 is the input. */
export interface NeuronPlace {
  readonly layer: number;
  readonly unit: number;
}

/** A neuron where it is drawn. */
export interface PlacedNeuron extends NeuronPlace {
  readonly x: number;
  readonly y: number;
  /** `Z1[0]` */
  readonly name: string;
  readonly value: number;
}

/** A weight where it is drawn, by the neuron that it leads to. */
export interface PlacedWeight extends NeuronPlace {
  readonly from: PlacedNeuron;
  readonly to: PlacedNeuron;
  readonly weight: number;
}

/** Neurons in columns, those of each over the whole height, and what leads from one to the next. */
export interface PlacedNetwork {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly (readonly PlacedNeuron[])[];
  readonly weights: readonly PlacedWeight[];
}

const GAP = 130;
const ROW = 66;
/** Above the neurons there is a line that says what a column is. */
const TOP = 40;

export function placeNeurons(layers: readonly WeightedLayer[]): PlacedNetwork {
  const first = required(layers[0], "layer").inputs;
  const tensors = [first, ...layers.map(({ outputs }) => outputs)];
  const height = ROW * Math.max(...tensors.map(({ value }) => value.data.length));
  const columns = tensors.map(({ name, value: { data } }, c) =>
    Array.from(data, (value, unit): PlacedNeuron => {
      const own = height / data.length;
      const [x, y] = [GAP * (c + 0.5), TOP + own * (unit + 0.5)];
      return { layer: c - 1, unit, x, y, name: `${name}[${unit}]`, value };
    }),
  );
  const weights = layers.flatMap((layer, l) =>
    (columns[l + 1] ?? []).flatMap((to) =>
      (columns[l] ?? []).map((from) => {
        const weight = weightOf(layer, from.unit, to.unit);
        return { layer: l, unit: to.unit, from, to, weight };
      }),
    ),
  );
  return { width: GAP * tensors.length, height: TOP + height, columns, weights };
}
