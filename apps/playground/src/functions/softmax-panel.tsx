import { NumberSlider } from "../components/number-slider.js";
import { numbersFromText, numbersToText } from "../state/numbers-in-text.js";
import { go, place } from "../state/place.js";
import { start } from "../state/place-hash.js";
import { ShareTable } from "./share-table.js";
import { softmaxShares } from "./softmax-shares.js";

const CLASSES = 3;
const ADDED = 1000;

/** Softmax of three numbers, as the shares of three classes. */
export function SoftmaxPanel({ formula }: { readonly formula: string }) {
  const said = numbersFromText(place.value.scores, CLASSES);
  const inputs = said ?? numbersFromText(start.scores, CLASSES) ?? [];
  const set = (changed: readonly number[]): void => go({ scores: numbersToText(changed) });
  const add = (constant: number): void => set(inputs.map((x) => x + constant));
  return (
    <section class="card softmax" aria-label="softmax">
      <h2>softmax(x) = {formula}</h2>
      <div class="sliders">
        {inputs.map((x, i) => (
          <NumberSlider
            key={i}
            name={`x[${i}]`}
            value={x}
            from={-10}
            to={10}
            step={0.1}
            onValue={(changed) => set(inputs.with(i, changed))}
          />
        ))}
      </div>
      <div class="row">
        <button type="button" onClick={() => add(ADDED)}>
          Add {ADDED.toLocaleString("en-US")} to each
        </button>
        <button type="button" onClick={() => add(-ADDED)}>
          Take {ADDED.toLocaleString("en-US")} off each
        </button>
        <button
          type="button"
          disabled={place.value.scores === start.scores}
          onClick={() => go({ scores: start.scores })}
        >
          Reset to {start.scores.replaceAll(",", ", ")}
        </button>
      </div>
      <ShareTable shares={softmaxShares(inputs)} />
      <p>
        Only differences count: a constant that is added to each x changes no share. So the largest
        x is taken off first. Without that exp(x) is ∞ from x = 710 on, and 0 from x = -746 down,
        and neither ∞ / ∞ nor 0 / 0 is a number.
      </p>
    </section>
  );
}
