import type { RobustnessResult } from "@evalpool/evaluate";
import type { PlanarImage } from "@evalpool/pictures";
import { html } from "./html.js";
import { closedPolicy, framePage } from "./page-frame.js";
import { provenance } from "./sections/provenance.js";
import { robustness, robustnessHeadline } from "./sections/robustness.js";
import { styles } from "./styles.js";

/** What a page on robustness is of. */
export interface RobustnessInput {
  readonly result: RobustnessResult;
  /** One image, as it is and as each corruption makes it; `identity` is it as it is. */
  readonly pictures: ReadonlyMap<string, PlanarImage>;
}

/** A measurement of robustness as one HTML page that needs nothing else, and may not reach for it. */
export function renderRobustness({ result, pictures }: RobustnessInput): string {
  const { model, dataset, environment } = result;
  return framePage({
    title: `${model.id} on corrupted ${dataset.name} ${dataset.split}`,
    policy: closedPolicy(),
    style: styles() + STYLE,
    body: [
      robustnessHeadline(result),
      html`<main>${robustness(result, pictures)} ${provenance(result, undefined)}</main>`,
      html`<footer><p>Made by evalpool ${environment.evalpool}.</p></footer>`,
    ],
  });
}

const STYLE = `
.corruptions { border-collapse: separate; border-spacing: 2px; }
.corruptions th, .corruptions td, .corruptions td:last-child { padding: .25rem .625rem; border-bottom: 0; white-space: nowrap; text-align: center; }
.corruptions td[class] { border-radius: 6px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.corruptions thead th:first-child { text-align: left; padding-left: 0; }
.corruptions tbody th { display: flex; align-items: center; gap: .75rem; padding-left: 0; background: var(--surface); position: sticky; left: 0; }
.corruptions img { width: 3.5rem; height: 3.5rem; object-fit: contain; background: #000; border-radius: 6px; image-rendering: pixelated; }
.corruptions tfoot :is(th, td) { font-weight: 600; padding-top: .5rem; }
.corruptions tfoot th { text-align: left; padding-left: 0; }
@media (max-width: 40rem) { .corruptions img { width: 2rem; height: 2rem; } .corruptions tbody th { gap: .5rem; } }
`;
