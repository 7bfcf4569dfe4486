import { required } from "@evalpool/errors";
import { explainNeuron } from "./explain-neuron.js";
import type { NeuronPlace } from "./place-neurons.js";
import type { WeightedLayer } from "./weighted-layers.js";

interface Props {
  readonly layers: readonly WeightedLayer[];
  readonly chosen: NeuronPlace;
}

/** How the neuron that is pointed at comes to its value. */
export function NeuronDetails({ layers, chosen: { layer, unit } }: Props) {
  const { sum, output } = explainNeuron(required(layers[layer], "layer"), unit);
  return (
    <div class="neuron-details">
      <h3>
        Neuron {unit} of layer {layer + 1}
      </h3>
      <p class="number">{sum}</p>
      <p class="number">{output}</p>
    </div>
  );
}
