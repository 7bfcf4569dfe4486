import { required } from "@evalpool/errors";
import { toBase64 } from "@evalpool/pictures";
import type { ScoredResult } from "@evalpool/evaluate";
import { nameClasses } from "@evalpool/metrics";
import { html, jsonScript, rawElement, type Html } from "./html.js";
import type { SampleCollector } from "./collect-samples.js";
import { packSamples } from "./pack-samples.js";
import type { PageData, SheetLayout } from "./page-data.js";
import { imagesOf } from "./images-of.js";
import type { Images } from "./page/card.js";
import { closedPolicy, framePage } from "./page-frame.js";
import { pageScript } from "./page-script.generated.js";
import { classesInMatrix } from "./sections/matrix.js";
import { drawSheets, type Sheet } from "./sheets.js";
import type { ReadImages } from "./sprite.js";
import { calibration } from "./sections/calibration.js";
import { classes } from "./sections/classes.js";
import { confusions } from "./sections/confusions.js";
import { gallery } from "./sections/gallery.js";
import { headline } from "./sections/headline.js";
import { confidentMistakes } from "./sections/mistakes.js";
import { provenance, type Network } from "./sections/provenance.js";
import { speed } from "./sections/speed.js";
import { zoom } from "./sections/zoom.js";
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
  readonly inMatrix: PageData["inMatrix"];
  readonly images: Images;
  /** Places of the most confident mistakes. */
  readonly confident: readonly number[];
  /** The pictures that have the images. */
  readonly sheets: readonly Sheet[];
}

/** Of all images in a page: about 16,000 digits of MNIST, and some 3 MB of noise. */
const MOST_LETTERS = 4_000_000;

/** The report as one HTML page that needs nothing else, and may not reach for it. */
export async function renderReport(input: ReportInput): Promise<string> {
  const { result, graph, collected } = input;
  const inOrder = collected.inOrder();
  const { sheets, images } = await drawSheets(input.images, inOrder, MOST_LETTERS);
  const samples = inOrder.slice(0, images);
  const { confusionMatrix, dataset } = result;
  const names = nameClasses(confusionMatrix.length, dataset.classNames);
  const places = new Map(samples.map((sample, place) => [sample, place]));
  const confident = collected.confident().map((sample) => places.get(sample));
  const report = {
    result,
    graph,
    inMatrix: classesInMatrix(confusionMatrix),
    images: { names, sheets, samples },
    confident: confident.filter((place) => place !== undefined),
    sheets,
  };
  return renderPage(report, await policy());
}

function renderPage(report: Report, policy: string): string {
  const { result, graph, images, inMatrix, confident, sheets } = report;
  const { names, samples } = images;
  const title = `${result.model.id} on ${imagesOf(result.dataset)}`;
  const layouts = sheets.map(({ png: _, ...layout }): SheetLayout => layout);
  const data: PageData = { names, inMatrix, sheets: layouts, samples: packSamples(samples) };
  const body = [
    headline(result),
    contents(report),
    html`<main>
      ${NO_SCRIPT} ${confusions(result, { names, inMatrix })}
      ${confidentMistakes(images, confident)} ${gallery(result, images)} ${classes(result, names)}
      ${calibration(result)} ${speed(result)} ${provenance(result, graph)}
    </main>`,
    html`<footer><p>Made by evalpool ${result.environment.evalpool}.</p></footer>`,
  ];
  return framePage({
    title,
    policy,
    style: styles() + sheets.map(pictureOf).join("\n"),
    body: [...body, zoom(), jsonScript("data", data), rawElement("script", pageScript)],
  });
}

const NO_SCRIPT = html`<noscript>
  <p class="noscript">
    This page is shown without its script, which your browser does not run: all figures and tables
    are here, and images that were read wrong. With it, every image in the page can be found,
    filtered and enlarged.
  </p>
</noscript>`;

/** Nothing but what is inside: this script by its digest, inline styles, images in the page. */
async function policy(): Promise<string> {
  const bytes = new TextEncoder().encode(pageScript);
  const digest = toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  return closedPolicy(`'sha256-${digest}'`);
}

function contents({ result, confident }: Report): Html {
  const links: readonly (readonly [string, string])[] = [
    ["confusions", "Confusion matrix"],
    ...(confident.length > 0 ? [["confident", "Most confident mistakes"] as const] : []),
    ["images", "Images"],
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

/** The style of images in a sheet. */
function pictureOf(sheet: Sheet, at: number): string {
  const { columns, rows, width, height, png, isShrunk } = sheet;
  const image = `url(data:image/png;base64,${toBase64(required(png, `picture ${at}`))})`;
  const size = `${100 * columns}% ${100 * rows}%`;
  // Own pixels are shown as squares; of what was made smaller there are none.
  const rendering = isShrunk ? " image-rendering: auto;" : "";
  return `.sheet-${at} { aspect-ratio: ${width / height}; background: #000 ${image} 0 0 / ${size};${rendering} }`;
}
