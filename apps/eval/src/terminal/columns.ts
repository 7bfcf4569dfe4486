import stringWidth from "string-width";

/** Columns of a terminal that a text takes: of Chinese, Japanese and emoji two for each. */
export function widthOf(text: string): number {
  return stringWidth(text);
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
  for (const { segment } of letters.segment(text)) {
    width += widthOf(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

const letters = new Intl.Segmenter();

/** The widest of some texts. */
export function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}
