import type { PlanarImage } from "@evalpool/pictures";

const SHADES = [..." ░▒▓█"];
const RESET = "\u001b[0m";

/** What an image is drawn with: characters alone, or colours of 24 bits behind and before them. */
export type Ink = "shades" | "colors";

/** Characters that a pixel is wide. */
export function charactersOf(ink: Ink): 1 | 2 {
  return ink === "shades" ? 2 : 1;
}

/** An image in lines of text whose pixels are about square. */
export function drawImage(image: PlanarImage, ink: Ink): string[] {
  return ink === "shades" ? drawShades(image) : drawColors(image);
}

/** Two characters to a pixel, darker the higher it is; of colours how bright they are. */
function drawShades({ shape: [channels, height, width], bytes }: PlanarImage): string[] {
  const size = height * width;
  const at = (i: number): number => bytes[i] ?? 0;
  const grey = (i: number): number =>
    // ITU-R BT.601, as of Pillow's "L".
    channels < 3
      ? at(i)
      : Math.round(0.299 * at(i) + 0.587 * at(size + i) + 0.114 * at(2 * size + i));
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      SHADES[Math.ceil((grey(y * width + x) / 255) * 4)]?.repeat(2),
    )
      .join("")
      .trimEnd(),
  );
}

/** A character to two pixels, one above the other: the upper is its colour, the lower that behind. */
function drawColors({ shape: [channels, height, width], bytes }: PlanarImage): string[] {
  const color = (y: number, x: number): string =>
    [0, 1, 2]
      .map((channel) => bytes[((channels < 3 ? 0 : channel) * height + y) * width + x])
      .join(";");
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) => {
    const [upper, lower] = [2 * row, 2 * row + 1];
    const pixels = Array.from({ length: width }, (_, x) => {
      const behind = lower < height ? `48;2;${color(lower, x)}` : "49";
      return `\u001b[38;2;${color(upper, x)};${behind}m▀`;
    });
    return pixels.join("") + RESET;
  });
}
