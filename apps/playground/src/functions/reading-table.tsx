import { numberText } from "../components/number-text.js";
import type { Curves } from "./curves.js";
import { readFunction, type CurveName } from "./read-function.js";

interface Props {
  readonly names: readonly CurveName[];
  readonly formulas: Curves["formulas"];
  readonly x: number;
}

/** What each function gives at x. */
export function ReadingTable({ names, formulas, x }: Props) {
  return (
    <div class="scrolled" role="region" aria-label="Values at x" tabIndex={0}>
      <table class="readings">
        <thead>
          <tr>
            <th scope="col">function</th>
            <th scope="col">f({numberText(x)})</th>
            <th scope="col">slope</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const { value, slope } = readFunction(name, x);
            return (
              <tr key={name}>
                <th scope="row">
                  <svg class={`swatch curve ${name}`} viewBox="0 0 24 8" aria-hidden="true">
                    <path d="M0 4H24" />
                  </svg>{" "}
                  {name}(x) = {formulas[name]}
                </th>
                <td class="number">{numberText(value)}</td>
                <td class="number">{slope === undefined ? "none" : numberText(slope)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
