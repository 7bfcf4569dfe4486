import { NumberSlider } from "../components/number-slider.js";
import { numbersToText } from "../state/numbers-in-text.js";
import { go, place } from "../state/place.js";
import { inputsOf, type WorkedExample } from "./worked-examples.js";

/** What goes into a worked example: a slider for each value. */
export function InputSliders({ example }: { readonly example: WorkedExample }) {
  const inputs = inputsOf(example, place.value.x);
  const isChanged = inputs.some((value, i) => value !== example.inputs[i]);
  return (
    <section class="card" aria-label="Input">
      <h2>Input</h2>
      <div class="sliders">
        {inputs.map((value, i) => (
          <NumberSlider
            key={i}
            name={`x[${i}]`}
            value={value}
            from={-5}
            to={5}
            step={0.1}
            onValue={(changed) => go({ x: numbersToText(inputs.with(i, changed)) })}
          />
        ))}
      </div>
      <button type="button" disabled={!isChanged} onClick={() => go({ x: "" })}>
        Reset to {example.inputs.join(", ")}
      </button>
    </section>
  );
}
