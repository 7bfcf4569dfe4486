import { pass } from "../state/pass.js";
import { percent } from "../components/numbers.js";
import { formatValue } from "./format-value.js";
import { listedClasses } from "./listed-classes.js";
import { classNames } from "./look.js";
import { predictedOf } from "./verdict.js";

/** What the network gives for each class: its probability as a bar, and its logit. */
export function ClassTable() {
  if (pass.value === undefined) return null;
  const { logits, probabilities, label } = pass.value;
  const listed = listedClasses(probabilities);
  const predicted = predictedOf(logits);
  const isCut = listed.length < logits.length;
  return (
    <section class="card classes" aria-labelledby="classes-title">
      <h3 id="classes-title">
        {isCut ? `The ${listed.length} likeliest of ${logits.length} classes` : "Classes"}
      </h3>
      <table>
        <thead>
          <tr>
            <th scope="col">class</th>
            <th scope="col">probability</th>
            <th scope="col" class="number">
              logit
            </th>
          </tr>
        </thead>
        <tbody>
          {listed.map((one) => {
            const share = probabilities[one] ?? 0;
            return (
              <tr key={one} class={one === predicted ? "predicted" : ""}>
                <th scope="row">
                  {classNames.value[one]}
                  {one === label && <span class="faint"> (label)</span>}
                </th>
                <td>
                  <div class="share">
                    <div class="share-bar" style={`width: ${100 * share}%`} />
                    <span class="number">{percent(share)}</span>
                  </div>
                </td>
                <td class="number">{formatValue(logits[one] ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
