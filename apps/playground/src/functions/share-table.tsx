import { numberText } from "../components/number-text.js";
import type { Share } from "./softmax-shares.js";

/** The shares of softmax as numbers and bars, and what they are made of. */
export function ShareTable({ shares }: { readonly shares: readonly Share[] }) {
  const sumOf = (key: keyof Share): string =>
    numberText(shares.reduce((sum, share) => sum + share[key], 0));
  return (
    <div class="scrolled" role="region" aria-label="Shares" tabIndex={0}>
      <table class="readings shares">
        <thead>
          <tr>
            <th scope="col">x</th>
            <th scope="col">softmax(x)</th>
            <td aria-hidden="true" />
            <th scope="col">exp(x)</th>
            <th scope="col">exp(x - max)</th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ x, power, powerBelow, share }, i) => (
            <tr key={i}>
              <th scope="row" class="number">
                {numberText(x)}
              </th>
              <td class="number">{numberText(share)}</td>
              <td class="bar" aria-hidden="true">
                <div style={{ width: `${100 * share}%` }} />
              </td>
              <td class="number">{numberText(power)}</td>
              <td class="number">{numberText(powerBelow)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">sum</th>
            <td class="number">{sumOf("share")}</td>
            <td aria-hidden="true" />
            <td class="number">{sumOf("power")}</td>
            <td class="number">{sumOf("powerBelow")}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
