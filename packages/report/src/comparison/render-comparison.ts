import type { Comparison } from "@evalpool/evaluate";
import { nameClasses } from "@evalpool/metrics";
import { html, type Html } from "../html.js";
import { imagesOf } from "../images-of.js";
import { closedPolicy, framePage } from "../page-frame.js";
import type { ReadImages } from "../sprite.js";
import { styles } from "../styles.js";
import { classesSection, figuresSection } from "./figures.js";
import { changedImages } from "./changed-images.js";
import { comparisonHeadline } from "./headline.js";
import { matricesSection } from "./matrices.js";
import { nameOf } from "./names.js";
import { origins } from "./origins.js";
import { comparisonStyle, pictureStyle } from "./style.js";
import { collectPictures, type Pictures } from "./pictures.js";

/** What a page on two results is of. */
export interface ComparisonInput {
  readonly comparison: Comparison;
  /** Asked for no more images than are shown; without it the page lists them without pictures. */
  readonly images?: ReadImages | undefined;
}

/** Two results side by side as one HTML page that needs nothing else, and may not reach for it. */
export async function renderComparison({ comparison, images }: ComparisonInput): Promise<string> {
  const { a, b, dataset } = comparison;
  const names = nameClasses(a.f1.length, dataset.classNames);
  const pictures = await collectPictures(comparison, images);
  return framePage({
    title: `${nameOf(a)} and ${nameOf(b)} on ${imagesOf(dataset)}`,
    policy: closedPolicy(),
    style: styles() + comparisonStyle() + (pictures ? pictureStyle(pictures.sprite) : ""),
    body: [
      comparisonHeadline(comparison),
      contents(comparison),
      html`<main>
        ${figuresSection(comparison)} ${changes(comparison, names, pictures)}
        ${matricesSection(comparison, names)} ${classesSection(comparison, names)}
        ${origins(comparison)}
      </main>`,
      html`<footer><p>Made by evalpool.</p></footer>`,
    ],
  });
}

function changes(
  comparison: Comparison,
  names: readonly string[],
  pictures: Pictures | undefined,
): readonly (Html | undefined)[] {
  return (["broken", "mended"] as const).map((which) => {
    const images = comparison[which];
    return images && changedImages({ which, images, names, pictures });
  });
}

function contents({ broken, mended }: Comparison): Html {
  const links: readonly (readonly [string, string])[] = [
    ["figures", "Figures"],
    ...(broken ? [["broken", "Images that broke"] as const] : []),
    ...(mended ? [["mended", "Images that were mended"] as const] : []),
    ["matrices", "Confusion matrices"],
    ["classes", "Classes"],
    ["origins", "Models and data"],
  ];
  return html`<nav aria-label="Contents">
    <ul>
      ${links.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ul>
  </nav>`;
}
