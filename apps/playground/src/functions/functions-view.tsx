import { NumberSlider } from "../components/number-slider.js";
import { valueOf } from "../state/loadable.js";
import { numbersFromText } from "../state/numbers-in-text.js";
import { go, place } from "../state/place.js";
import { CurveChart } from "./curve-chart.js";
import { curves } from "./curves.js";
import { functionNames, functionsOf } from "./functions-shown.js";
import type { CurveName } from "./read-function.js";
import { ReadingTable } from "./reading-table.js";
import { SoftmaxPanel } from "./softmax-panel.js";
import "../styles/functions.css";

/** Activation functions to look at and to read. */
export function FunctionsView() {
  const loaded = valueOf(curves().value);
  const shown = functionsOf(place.value.functions);
  const names = shown.filter((name): name is CurveName => name !== "softmax");
  const [x = 0] = numbersFromText(place.value.at, 1) ?? [];
  const read = (at: number): void => go({ at: String(at) });
  return (
    <div class="functions">
      <fieldset class="row">
        <legend>Functions</legend>
        {functionNames.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={shown.includes(name)}
              onChange={({ currentTarget: { checked } }) => {
                const chosen = functionNames.filter((other) =>
                  other === name ? checked : shown.includes(other),
                );
                go({ functions: chosen.join(",") });
              }}
            />{" "}
            {name}
          </label>
        ))}
      </fieldset>
      {loaded === undefined && <p class="faint">loading …</p>}
      {loaded && names.length > 0 && (
        <section class="card" aria-label="Curves">
          <h2>From -5 to 5</h2>
          <CurveChart
            curves={names.map((name) => ({ name, points: loaded.curves[name] }))}
            x={x}
            onRead={read}
          />
          <NumberSlider name="x" value={x} from={-5} to={5} step={0.01} onValue={read} />
          <ReadingTable names={names} formulas={loaded.formulas} x={x} />
        </section>
      )}
      {loaded && shown.includes("softmax") && <SoftmaxPanel formula={loaded.formulas.softmax} />}
    </div>
  );
}
