import * as Plot from "@observablehq/plot";
import { DOMParser } from "linkedom";

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

/** As much of the DOM as is used here: Node.js has no types for it. */
interface XmlElement {
  textContent: string;
  setAttribute(name: string, value: string): void;
  append(...children: XmlElement[]): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): XmlElement | null;
  querySelectorAll(selector: string): Iterable<XmlElement>;
  remove(): void;
  toString(): string;
}

interface XmlDocument {
  createElementNS(namespace: string, name: string): XmlElement;
}

/**
 * The text of an SVG file with charts one below another; the same bytes for the same input. On an
 * HTML page, ink and paper are the page's.
 *
 * Charts are Observable Plot's, over linkedom for want of a browser. Beside ECharts' server-side
 * rendering it takes a quarter of the room (16 MB, not 67), and its SVG is better to live with:
 * `currentColor`, labelled groups, a title for each mark, and no counter in the names of classes,
 * which makes ECharts' second picture differ from its first.
 */
export function toSvg(
  charts: readonly Chart[],
  { title, description }: Caption,
  place: "file" | "page" = "file",
): string {
  // Unlike an HTML document, an XML one escapes all that XML forbids in attributes.
  const document = new DOMParser().parseFromString("<svg/>", "image/svg+xml") as unknown;
  const element = (name: string, attributes: Record<string, string | number>): XmlElement => {
    const created = (document as XmlDocument).createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value));
    return created;
  };
  const width = Math.max(...charts.map((chart) => chart.width));
  const height = charts.reduce((sum, chart) => sum + chart.height, 0);
  const root = element("svg", {
    xmlns: SVG,
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
  return xmlText(root.toString()) + "\n";
}

/** XML has no place for most control characters, not even escaped. */
function xmlText(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, "\uFFFD");
}
