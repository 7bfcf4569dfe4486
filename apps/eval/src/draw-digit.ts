const SHADES = [..." ░▒▓█"];

/** An image of pixels 0 to 255 in lines of text, two characters to a pixel, which is about square. */
export function drawDigit(pixels: Uint8Array, width: number): string[] {
  const shades = Array.from(pixels, (pixel) => SHADES[Math.ceil((pixel / 255) * 4)]?.repeat(2));
  return Array.from({ length: pixels.length / width }, (_, row) =>
    shades
      .slice(row * width, (row + 1) * width)
      .join("")
      .trimEnd(),
  );
}
