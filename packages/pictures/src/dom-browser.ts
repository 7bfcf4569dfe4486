import type * as dom from "./dom.js";

/** As much as is used of what a browser has, and Node.js no types for. */
interface Browser {
  readonly DOMParser: new () => { parseFromString(text: string, type: string): dom.XmlDocument };
  readonly XMLSerializer: new () => { serializeToString(element: dom.XmlElement): string };
}

const browser = globalThis as unknown as Browser;

/** The document of a text of SVG. */
export const parseSvg: typeof dom.parseSvg = (text) =>
  new browser.DOMParser().parseFromString(text, "image/svg+xml");

/** The text of an element with all that is in it; `outerHTML` may throw where that is no XML. */
export const serializeSvg: typeof dom.serializeSvg = (element) =>
  new browser.XMLSerializer().serializeToString(element);
