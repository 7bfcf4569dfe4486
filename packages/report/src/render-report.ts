import { required } from "@evalpool/errors";
import { toBase64 } from "@evalpool/pictures";
import type { ScoredResult } from "@evalpool/evaluate";
import { nameClasses } from "@evalpool/metrics";
import { html, jsonScript, rawElement, type Html } from "./html.js";
import type { SampleCollector } from "./collect-samples.js";
import type { PageData } from "./page-data.js";
import { closedPolicy, framePage } from "./page-frame.js";
import { pageScript } from "./page-script.generated.js";
import { classesInMatrix } from "./sections/matrix.js";
import { drawSprite, readThumbnails, type ReadImages, type Sprite } from "./sprite.js";
import { calibration } from "./sections/calibration.js";
import { classes } from "./sections/classes.js";
import { confusions } from "./sections/confusions.js";
import { headline } from "./sections/headline.js";
import { confidentMistakes, gallery } from "./sections/mistakes.js";
import { provenance, type Network } from "./sections/provenance.js";
import { speed } from "./sections/speed.js";
import { styles } from "./styles.js";

/** What a report is of. */
export interface ReportInput {
  readonly result: ScoredResult;
  /** What evaluated them, where it is a network whose layers are known. */
  readonly graph?: Network | undefined;
  /** Which images were collected to be shown. */
  readonly collected: SampleCollector;
  /** Asked for no more images than are shown. */
  readonly images: ReadImages;
}

interface Report extends Pick<ReportInput, "result" | "graph"> {
  readonly data: PageData;
  /** The images of `data.samples`. */
  readonly sprite: Sprite;
}

/** Of all images in a report: about 3,800 digits of MNIST, and some 2 MB of noise. */
const MOST_BYTES = 3_000_000;

/** The report as one HTML page that needs nothing else, and may not reach for it. */
export async function renderReport(input: ReportInput): Promise<string> {
  const { result, graph, collected, images } = input;
  const order = collected.order();
  const thumbnails = await readThumbnails(images, order, MOST_BYTES);
  const { samples, confident } = collected.shown(thumbnails.images.length);
  const thumbnailOf = new Map(order.map((index, i) => [index, thumbnails.images[i]]));
  const inPlace = samples.map(([index]) => required(thumbnailOf.get(index), `image ${index}`));
  const sprite = drawSprite({ ...thumbnails, images: inPlace });
  const places = new Map(samples.map((sample, place) => [sample, place]));
  const { confusionMatrix, dataset } = result;
  const data = {
    names: nameClasses(confusionMatrix.length, dataset.classNames),
    inMatrix: classesInMatrix(confusionMatrix),
    sprite: { columns: sprite.columns, rows: sprite.rows },
    samples,
    confident: confident.map((sample) => required(places.get(sample), "place of a mistake")),
  };
  return renderPage({ result, graph, data, sprite }, await policy());
}

function renderPage(report: Report, policy: string): string {
  const { result, graph, data } = report;
  const { names } = data;
  const title = `${result.model.id} on ${result.dataset.name} ${result.dataset.split}`;
  const body = [
    headline(result),
    contents(report),
    html`<main>
      ${confusions(result, data)} ${confidentMistakes(data)} ${gallery(result, data)}
      ${classes(result, names)} ${calibration(result)} ${speed(result)} ${provenance(result, graph)}
    </main>`,
    html`<footer><p>Made by evalpool ${result.environment.evalpool}.</p></footer>`,
  ];
  return framePage({
    title,
    policy,
    style: styles() + digits(report),
    body: [...body, NO_SCRIPT, jsonScript("data", data), rawElement("script", pageScript)],
  });
}

const NO_SCRIPT = html`<noscript>
  <p>Without its script, which is not allowed to run, this page shows no images of single cells.</p>
</noscript>`;

/** Nothing but what is inside: this script by its digest, inline styles, images in the page. */
async function policy(): Promise<string> {
  const bytes = new TextEncoder().encode(pageScript);
  const digest = toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  return closedPolicy(`'sha256-${digest}'`);
}

function contents({ result, data }: Report): Html {
  const links: readonly (readonly [string, string])[] = [
    ["confusions", "Confusion matrix"],
    ...(data.confident.length > 0 ? [["confident", "Most confident mistakes"] as const] : []),
    ["gallery", "Misclassified images"],
    ["classes", "Classes"],
    ...(result.reliabilityBins ? [["calibration", "Calibration"] as const] : []),
    ["speed", "Speed"],
    ["provenance", "Model, data and machine"],
  ];
  return html`<nav aria-label="Contents">
    <ul>
      ${links.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ul>
  </nav>`;
}

function digits({ sprite: { columns, rows, width, height, png, isShrunk } }: Report): string {
  if (png === undefined) return "";
  const image = `url(data:image/png;base64,${toBase64(png)})`;
  const size = `${100 * columns}% ${100 * rows}%`;
  // Own pixels are shown as squares; of what was made smaller there are none.
  const rendering = isShrunk ? " image-rendering: auto;" : "";
  return `.digit { aspect-ratio: ${width / height}; background: #000 ${image} 0 0 / ${size};${rendering} }`;
}
