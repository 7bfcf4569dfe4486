import { createRandom } from "@evalpool/random";
import { expect, test } from "vitest";
import { squares } from "./testing/squares.js";
import { warp } from "./warp.js";

const [c, s] = [Math.cos(0.4), Math.sin(0.4)];

// M = np.array([[xx, xy], [yx, yy]])[::-1, ::-1]; middle = np.array([2, 3])
// ndimage.affine_transform(x.astype(float), M, offset=middle - M @ middle, order=1,
//                          mode="grid-constant"), of x = (np.arange(35)**2 * 37 % 256).reshape(5, 7)
test.each([
  [
    "a turn",
    [
      [c, -s],
      [s, c],
    ],
    [
      [0, 53, 67, 86, 161, 143, 65],
      [21, 107, 139, 126, 155, 97, 152],
      [27, 89, 78, 197, 161, 144, 101],
      [58, 137, 103, 87, 85, 70, 64],
      [71, 203, 160, 72, 151, 2, 0],
    ],
  ],
  [
    "a shear",
    [
      [1, -s],
      [0, c],
    ],
    [
      [33, 128, 99, 86, 148, 84, 13],
      [43, 107, 149, 126, 157, 165, 71],
      [84, 133, 0, 197, 212, 45, 208],
      [110, 214, 157, 87, 87, 140, 128],
      [21, 110, 130, 72, 161, 36, 95],
    ],
  ],
  [
    "a smaller image",
    [
      [1 / 0.7, 0],
      [0, 1 / 0.7],
    ],
    [
      [0, 1, 14, 11, 16, 10, 0],
      [0, 18, 118, 99, 140, 99, 0],
      [0, 91, 57, 197, 140, 185, 0],
      [0, 151, 129, 135, 90, 74, 0],
      [0, 13, 10, 33, 6, 5, 0],
    ],
  ],
] as const)("%s is SciPy's, in each channel", (_, matrix, expected) => {
  const image = squares(35, 37);
  const into = new Uint8Array(70);
  warp(matrix, [2, 5, 7])(Uint8Array.of(...image, ...image), into, createRandom(0, 0));
  expect([...into]).toEqual([...expected.flat(), ...expected.flat()]);
});
