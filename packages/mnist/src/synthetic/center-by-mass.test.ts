import { describe, expect, it } from "vitest";
import { centerByMass } from "./center-by-mass.js";

const greysOf = (pixels: readonly (readonly [row: number, column: number, grey: number])[]) => {
  const greys = new Uint8Array(20 * 20);
  for (const [row, column, grey] of pixels) greys[row * 20 + column] = grey;
  return greys;
};
const center = (greys: Uint8Array): Uint8Array => {
  const image = new Uint8Array(28 * 28);
  centerByMass(greys, image);
  return image;
};

describe("centerByMass", () => {
  it("puts the centre of mass on pixel (14, 14)", () => {
    const image = center(greysOf([[0, 0, 100], [8, 4, 100]])); // prettier-ignore
    expect(image[10 * 28 + 12]).toBe(100);
    expect(image[18 * 28 + 16]).toBe(100);
    expect(image.reduce((sum, grey) => sum + grey, 0)).toBe(200);
  });

  it("keeps ink inside the image where its mass lies far to one side", () => {
    const heavyLeft = greysOf([[0, 0, 255], [0, 19, 1]]); // prettier-ignore
    const image = center(heavyLeft);
    expect([image[14 * 28 + 8], image[14 * 28 + 27]]).toEqual([255, 1]);
    const heavyBelow = greysOf([[0, 0, 1], [19, 0, 255]]); // prettier-ignore
    const other = center(heavyBelow);
    expect([other[0 * 28 + 14], other[19 * 28 + 14]]).toEqual([1, 255]);
  });

  it("goes as far as the ink lets it, whatever paper the box has around it", () => {
    const heavyLeft = greysOf([[10, 0, 255], [10, 18, 1]]); // prettier-ignore
    const image = center(heavyLeft);
    expect([image[14 * 28 + 9], image[14 * 28 + 27]]).toEqual([255, 1]);
    const heavyRight = greysOf([[10, 1, 1], [10, 19, 255]]); // prettier-ignore
    const other = center(heavyRight);
    expect([other[14 * 28], other[14 * 28 + 18]]).toEqual([1, 255]);
  });
});
