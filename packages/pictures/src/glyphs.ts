import type { PlanarImage } from "./planar-image.js";

const [HEIGHT, ADVANCE] = [5, 4];
const [PAPER, INK] = [255, 0];

/** What captions are made of, in 3×5 pixels, row by row: a font would weigh megabytes. */
const GLYPHS: ReadonlyMap<string, string> = new Map([
  ["0", "###|#.#|#.#|#.#|###"],
  ["1", ".#.|##.|.#.|.#.|###"],
  ["2", "###|..#|###|#..|###"],
  ["3", "###|..#|.##|..#|###"],
  ["4", "#.#|#.#|###|..#|..#"],
  ["5", "###|#..|###|..#|###"],
  ["6", "###|#..|###|#.#|###"],
  ["7", "###|..#|.#.|.#.|.#."],
  ["8", "###|#.#|###|#.#|###"],
  ["9", "###|#.#|###|..#|###"],
  ["A", ".#.|#.#|###|#.#|#.#"],
  ["B", "##.|#.#|##.|#.#|##."],
  ["C", ".##|#..|#..|#..|.##"],
  ["D", "##.|#.#|#.#|#.#|##."],
  ["E", "###|#..|##.|#..|###"],
  ["F", "###|#..|##.|#..|#.."],
  ["G", ".##|#..|#.#|#.#|.##"],
  ["H", "#.#|#.#|###|#.#|#.#"],
  ["I", "###|.#.|.#.|.#.|###"],
  ["J", "..#|..#|..#|#.#|.#."],
  ["K", "#.#|#.#|##.|#.#|#.#"],
  ["L", "#..|#..|#..|#..|###"],
  ["M", "#.#|###|###|#.#|#.#"],
  ["N", "##.|#.#|#.#|#.#|#.#"],
  ["O", ".#.|#.#|#.#|#.#|.#."],
  ["P", "##.|#.#|##.|#..|#.."],
  ["Q", ".#.|#.#|#.#|.#.|..#"],
  ["R", "##.|#.#|##.|#.#|#.#"],
  ["S", ".##|#..|.#.|..#|##."],
  ["T", "###|.#.|.#.|.#.|.#."],
  ["U", "#.#|#.#|#.#|#.#|###"],
  ["V", "#.#|#.#|#.#|#.#|.#."],
  ["W", "#.#|#.#|###|###|#.#"],
  ["X", "#.#|#.#|.#.|#.#|#.#"],
  ["Y", "#.#|#.#|.#.|.#.|.#."],
  ["Z", "###|..#|.#.|#..|###"],
  [" ", "...|...|...|...|..."],
  ["-", "...|...|###|...|..."],
  ["_", "...|...|...|...|###"],
  [".", "...|...|...|...|.#."],
  ["…", "...|...|...|...|#.#"],
  ["·", "...|...|.#.|...|..."],
  ["/", "..#|..#|.#.|#..|#.."],
  ["'", ".#.|.#.|...|...|..."],
]);

/**
 * A text as an image of black on white, letters as capitals without their accents; undefined where it
 * has others than those that are known.
 */
export function drawText(text: string): PlanarImage | undefined {
  const plain = text.normalize("NFD").replace(/\p{Mn}/gu, "");
  const glyphs = Array.from(plain.toUpperCase(), (letter) => GLYPHS.get(letter));
  if (!glyphs.every((glyph) => glyph !== undefined)) return undefined;
  const rows = glyphs.map((glyph) => glyph.split("|"));
  const lines = Array.from({ length: HEIGHT }, (_, y) => rows.map((row) => row[y]).join("."));
  const pixels = Array.from(lines.join(""), (pixel) => (pixel === "#" ? INK : PAPER));
  const shape = [1, HEIGHT, Math.max(0, textWidth(glyphs.length))] as const;
  return { shape, bytes: Uint8Array.from(pixels) };
}

/** Pixels of so many letters. */
export function textWidth(letters: number): number {
  return ADVANCE * letters - 1;
}
