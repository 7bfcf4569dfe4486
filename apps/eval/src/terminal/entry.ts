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

/** A key with things to list, each kept in one piece. */
export function listEntry(key: string, items: readonly string[], columns: number): string[] {
  const words = items.map((item, i) => (i < items.length - 1 ? `${item},` : item));
  return keyed(key, fill(words, columns - KEY_WIDTH));
}

/** Breaks a text between words into lines of at most `width`, or one word. */
export function wrap(text: string, width: number): string[] {
  return fill(text.split(" "), width);
}

function keyed(key: string, lines: readonly string[]): string[] {
  return lines.map((text, i) => (i === 0 ? key : "").padEnd(KEY_WIDTH) + text);
}

function fill(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}
