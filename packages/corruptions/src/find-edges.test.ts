import { expect, test } from "vitest";
import { findEdges } from "./find-edges.js";
import { squares } from "./testing/squares.js";

function edges(bytes: ArrayLike<number>, height: number, width: number): string[] {
  const isEdge = new Uint8Array(height * width);
  findEdges(
    1,
    height,
    width,
  )(
    Float64Array.from(bytes, (v) => v / 255),
    isEdge,
  );
  return Array.from({ length: height }, (_, y) =>
    Array.from(isEdge.subarray(y * width, (y + 1) * width), (v) => ".#"[v]).join(""),
  );
}

test("edges are scikit-image's", () => {
  // x = (np.arange(224)**2 * 3 % 256).reshape(14, 16); skimage.feature.canny(x / 255)
  expect(edges(squares(14 * 16, 3), 14, 16)).toEqual([
    "................",
    ".###.##.....#.#.",
    ".#..##..##......",
    ".#..#.....#..##.",
    ".#.#..#.....#...",
    ".#.....###.#....",
    ".#........#...#.",
    ".######...#.....",
    ".#....#...#####.",
    ".#....#.........",
    ".#...#.###......",
    ".#..#........##.",
    ".####.#..#..#...",
    "................",
  ]);
});

test("an even image has none, nor has one too small for a gradient", () => {
  expect(edges(new Uint8Array(64).fill(200), 8, 8)).toEqual(new Array(8).fill("........"));
  expect(edges([255], 1, 1)).toEqual(["."]);
  expect(edges([0, 255, 0, 255], 2, 2)).toEqual(["..", ".."]);
});
