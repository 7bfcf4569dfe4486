import { createRequire } from "node:module";
import type stringWidth from "string-width";

/** Of letters, digits and signs that each take a column. */
const PLAIN = /^[ -~]*$/;

/** Columns of a terminal that a text takes: of Chinese, Japanese and emoji two for each. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : (measure ??= loadMeasure())(text);
}

let measure: typeof stringWidth | undefined;

/** Its tables of all letters take long to load, and hardly a text needs them. */
function loadMeasure(): typeof stringWidth {
  const require = createRequire(import.meta.url);
  return (require("string-width") as { default: typeof stringWidth }).default;
}

/** As `padEnd`, in columns. */
export function fillEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** As `padStart`, in columns. */
export function fillStart(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - widthOf(text))) + text;
}

/** The text, or as much of its beginning as fits, with an ellipsis; no letter is cut apart. */
export function cutTo(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += widthOf(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** The widest of some texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}
