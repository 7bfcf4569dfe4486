import * as Plot from "@observablehq/plot";
import { parseSvg, serializeSvg, type XmlElement } from "#dom";

/** What a picture is called, and what it shows in words for those who do not see it. */
export interface Caption {
  readonly title: string;
  readonly description: string;
}

/**
 * Observable Plot's options of a chart, without what would turn it to HTML (`title`, legends). Plot
 * has a type of them, which who imports this would need a browser's types for.
 */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly [option: string]: unknown;
}

/** Ink and paper, so that a picture is legible on any page, a dark one too. */
export const colors = { ink: "#1b1f24", faint: "#5b6470", paper: "#ffffff" } as const;

const SVG = "http://www.w3.org/2000/svg";

/**
 * The text of an SVG file with charts one below another; the same bytes for the same input. On an
 * HTML page, ink and paper are the page's.
 *
 * Charts are Observable Plot's, outside of a browser over linkedom. Beside ECharts' server-side
 * rendering it takes a quarter of the room (16 MB, not 67), and its SVG is better to live with:
 * `currentColor`, labelled groups, a title for each mark, and no counter in the names of classes,
 * which makes ECharts' second picture differ from its first.
 */
export function toSvg(
  charts: readonly Chart[],
  { title, description }: Caption,
  place: "file" | "page" = "file",
): string {
  const document = parseSvg(`<svg xmlns="${SVG}"/>`);
  const root = document.documentElement;
  const element = (name: string, attributes: Attributes): XmlElement =>
    withAttributes(document.createElementNS(SVG, name), attributes);
  const width = Math.max(...charts.map((chart) => chart.width));
  const height = charts.reduce((sum, chart) => sum + chart.height, 0);
  withAttributes(root, {
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": title,
    ...(place === "file" && { color: colors.ink }),
  });
  const words = { title, desc: description };
  for (const [name, text] of Object.entries(words)) {
    const child = element(name, {});
    child.textContent = text;
    root.append(child);
  }
  if (place === "file") root.append(element("rect", { width, height, fill: colors.paper }));
  let y = 0;
  for (const chart of charts) {
    const drawn = Plot.plot({ ...(chart as Plot.PlotOptions), document }) as unknown as XmlElement;
    // Meant for a web page: it would stretch a chart inside of another picture.
    drawn.querySelector("style")?.remove();
    // HTML's accessibility rules have no place for the names of groups inside of a picture.
    if (place === "page") {
      for (const group of drawn.querySelectorAll("g")) group.removeAttribute("aria-label");
    }
    drawn.setAttribute("y", String(y));
    root.append(drawn);
    y += chart.height;
  }
  return xmlText(serializeSvg(root)) + "\n";
}

type Attributes = Readonly<Record<string, string | number>>;

function withAttributes(element: XmlElement, attributes: Attributes): XmlElement {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** XML has no place for most control characters, not even escaped. */
function xmlText(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, "\uFFFD");
}
