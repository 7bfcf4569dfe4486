import { DOMParser } from "linkedom";

/** As much of the DOM as is used here: Node.js has no types for it. */
export interface XmlElement {
  textContent: string;
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
  append(...children: XmlElement[]): void;
  removeAttribute(name: string): void;
  querySelector(selector: string): XmlElement | null;
  querySelectorAll(selector: string): Iterable<XmlElement>;
  remove(): void;
}

/** A document of XML, which unlike one of HTML escapes all that XML forbids in attributes. */
export interface XmlDocument {
  readonly documentElement: XmlElement;
  createElementNS(namespace: string, name: string): XmlElement;
}

/** The document of a text of SVG; linkedom's, for Node.js has none. */
export function parseSvg(text: string): XmlDocument {
  return new DOMParser().parseFromString(text, "image/svg+xml") as unknown as XmlDocument;
}

/** The text of an element with all that is in it. */
export function serializeSvg(element: XmlElement): string {
  return element.outerHTML;
}
