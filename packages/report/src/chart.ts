import { toSvg, type Caption, type Chart } from "@evalpool/pictures";
import { html, Html } from "./html.js";

/** Charts one below another as a part of the page, in its colours. */
export function drawCharts(charts: readonly Chart[], caption: Caption): Html {
  return html`<figure>${new Html(toSvg(charts, caption, "page"))}</figure>`;
}

/** What charts have in common. */
export const chartStyle = { fontSize: "12px", fontFamily: "inherit" } as const;
