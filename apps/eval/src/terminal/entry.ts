const KEY_WIDTH = 10;

/**
 * A key with what there is to say about it: in one line where it fits, else with each part in a
 * line of its own, wrapped between words.
 */
export function entry(key: string, parts: readonly string[], columns: number): string[] {
  const line = parts.join("  ");
  const fits = KEY_WIDTH + line.length <= columns;
  return keyed(key, fits ? [line] : parts.flatMap((part) => wrap(part, columns - KEY_WIDTH)));
}

/**
 * A key with things to list, each kept in one piece.
 *
 * @param widthOf of a text in columns, where there may be others than of Latin letters
 */
export function listEntry(
  key: string,
  items: readonly string[],
  columns: number,
  widthOf = lengthOf,
): string[] {
  const words = items.map((item, i) => (i < items.length - 1 ? `${item},` : item));
  return keyed(key, fill(words, columns - KEY_WIDTH, widthOf));
}

/** Breaks a line of a list between words, where a terminal would break it. */
export function fold(line: string, columns: number, widthOf = lengthOf): string[] {
  if (widthOf(line) <= columns) return [line];
  const [first = "", ...rest] = fill(line.trimStart().split(" "), columns - KEY_WIDTH, widthOf);
  const indent = line.length - line.trimStart().length;
  return [" ".repeat(indent) + first, ...rest.map((text) => " ".repeat(KEY_WIDTH) + text)];
}

/** Breaks a text between words into lines of at most `width`, or one word. */
export function wrap(text: string, width: number): string[] {
  return fill(text.split(" "), width);
}

function keyed(key: string, lines: readonly string[]): string[] {
  return lines.map((text, i) => (i === 0 ? key : "").padEnd(KEY_WIDTH) + text);
}

function lengthOf(text: string): number {
  return text.length;
}

function fill(words: readonly string[], width: number, widthOf = lengthOf): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
