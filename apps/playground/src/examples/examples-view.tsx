import { useSignal } from "@preact/signals";
import { equationsOf, trace } from "@evalpool/models";
import { format, tensor } from "@evalpool/tensor";
import { go, place } from "../state/place.js";
import { InputSliders } from "./input-sliders.js";
import { NeuronDetails } from "./neuron-details.js";
import { NeuronPicture } from "./neuron-picture.js";
import type { NeuronPlace } from "./place-neurons.js";
import { TensorTable } from "./tensor-table.js";
import { weightedLayers } from "./weighted-layers.js";
import { exampleOf, inputsOf, workedExamples } from "./worked-examples.js";
import "../styles/examples.css";

/** Small networks whose every number can be followed, on inputs that can be changed. */
export function ExamplesView() {
  const chosen = useSignal<NeuronPlace>({ layer: 0, unit: 0 });
  const example = exampleOf(place.value.example);
  const x = tensor([...inputsOf(example, place.value.x)]);
  const { model } = example;
  const layers = weightedLayers(model, x);
  const equations = equationsOf(model.graph, x, trace(model, x));
  return (
    <div class="examples">
      <div class="row" role="group" aria-label="Worked example">
        {workedExamples.map(({ id, model: { graph } }) => (
          <button
            key={id}
            type="button"
            aria-pressed={id === example.id}
            onClick={() => {
              chosen.value = { layer: 0, unit: 0 };
              go({ example: id, x: "" });
            }}
          >
            {graph.id}
          </button>
        ))}
      </div>
      <InputSliders example={example} />
      <section class="card" aria-label="Network">
        <h2>Every neuron, every weight</h2>
        <p class="faint">
          A line is a weight: blue above 0, orange below, wider the larger. Point at a neuron, or
          move with the arrow keys, to see how it comes to its value.
        </p>
        <NeuronPicture
          layers={layers}
          chosen={chosen.value}
          onChoose={(neuron) => (chosen.value = neuron)}
        />
        <NeuronDetails layers={layers} chosen={chosen.value} />
      </section>
      <section class="card beside" aria-label="Values">
        <h2>Layer by layer</h2>
        <TensorTable
          label="What every layer gives"
          rows={equations.map(({ symbol, expression, value }) => ({
            name: expression === undefined ? symbol : `${symbol} = ${expression}`,
            text: format(value),
          }))}
        />
      </section>
      <section class="card beside" aria-label="Parameters">
        <h2>Weights and biases</h2>
        <TensorTable
          label="Weights and biases"
          rows={layers
            .flatMap(({ weights, biases }) => [weights, biases])
            .map(({ name, value }) => ({ name, text: format(value) }))}
        />
      </section>
    </div>
  );
}
