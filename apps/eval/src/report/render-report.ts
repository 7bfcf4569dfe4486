import { createHash } from "node:crypto";
import type { ModelSpec } from "@evalpool/models";
import type { EvaluationResult } from "../result.js";
import { html, jsonScript, rawElement, type Html } from "./html.js";
import type { PageData } from "./page-data.js";
import { calibration } from "./sections/calibration.js";
import { classes } from "./sections/classes.js";
import { confusions } from "./sections/confusions.js";
import { headline } from "./sections/headline.js";
import { confidentMistakes, gallery } from "./sections/mistakes.js";
import { provenance } from "./sections/provenance.js";
import { speed } from "./sections/speed.js";
import { styles } from "./styles.js";

export interface Report {
  readonly result: EvaluationResult;
  readonly spec: ModelSpec;
  readonly data: PageData;
  /** The images of `data.samples` as one PNG; undefined where there are none. */
  readonly png: Uint8Array | undefined;
  /** Width of an image ÷ its height. */
  readonly aspectRatio: number;
  /** JavaScript of the page. */
  readonly script: string;
}

/** The report as one HTML page that needs nothing else, and may not reach for it. */
export function renderReport(report: Report): string {
  const { result, spec, data, script } = report;
  const mistakes = data.samples.filter(([, label, prediction]) => label !== prediction).length;
  const title = `${result.model.id} on ${result.dataset.name} ${result.dataset.split}`;
  const body = [
    headline(result),
    contents(result.correct < result.total),
    html`<main>
      ${confusions(result)} ${confidentMistakes(result)} ${gallery(result, mistakes)}
      ${classes(result)} ${calibration(result)} ${speed(result)} ${provenance(result, spec)}
    </main>`,
    html`<footer><p>Made by evalpool ${result.environment.evalpool}.</p></footer>`,
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(script)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title} · evalpool</title>
        ${rawElement("style", styles() + digits(report))}
      </head>
      <body>
        ${body} ${NO_SCRIPT} ${jsonScript("data", data)} ${rawElement("script", script)}
      </body>
    </html> `;
  return page.text.toWellFormed();
}

const NO_SCRIPT = html`<noscript>
  <p>The images of this report are shown by its script, which is not allowed to run.</p>
</noscript>`;

/** Nothing but what is inside: this script by its digest, inline styles, images in the page. */
function policy(script: string): string {
  const digest = createHash("sha256").update(script).digest("base64");
  return [
    "default-src 'none'",
    `script-src 'sha256-${digest}'`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function contents(hasMistakes: boolean): Html {
  const links: readonly (readonly [string, string])[] = [
    ["confusions", "Confusion matrix"],
    ...(hasMistakes ? [["confident", "Most confident mistakes"] as const] : []),
    ["gallery", "Misclassified images"],
    ["classes", "Classes"],
    ["calibration", "Calibration"],
    ["speed", "Speed"],
    ["provenance", "Model, data and machine"],
  ];
  return html`<nav aria-label="Contents">
    <ul>
      ${links.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ul>
  </nav>`;
}

function digits({ png, aspectRatio }: Report): string {
  if (png === undefined) return "";
  const image = Buffer.from(png).toString("base64");
  return `.digit { aspect-ratio: ${aspectRatio}; background-image: url(data:image/png;base64,${image}); }`;
}
