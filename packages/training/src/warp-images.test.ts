import { expect, test } from "vitest";
import { copyShifted } from "./shift-images.js";
import { expectClose } from "./testing/check-layer.js";
import { copyWarped } from "./warp-images.js";

const shape = { channels: 2, height: 3, width: 5 };
const image = Uint8Array.from({ length: 30 }, (_, i) => (i * 37) % 101);
const identity = { yy: 1, yx: 0, xy: 0, xx: 1 };

function warped(matrix: typeof identity, down = 0, right = 0): Float64Array {
  const target = new Float64Array(32).fill(-1);
  copyWarped(image, 0, target, 1, shape, matrix, down, right);
  expect([target[0], target[31]]).toEqual([-1, -1]);
  return target.subarray(1, 31);
}

test("without a warp an image is moved as it is", () => {
  for (const [down, right] of [
    [0, 0],
    [1, -2],
    [-2, 4],
  ] as const) {
    const expected = new Float64Array(30);
    copyShifted(image, 0, expected, 0, shape, down, right);
    expect(warped(identity, down, right)).toEqual(expected);
  }
});

// scipy.ndimage.affine_transform(x, m, c - m @ c, order=1, mode="grid-constant")
// with x = (np.arange(15)*37%101).reshape(3,5), m = [[.9,.2],[-.3,1.1]], c = [1,2]
test("a warp interpolates as SciPy does", () => {
  const expected = [
    2.5899999999999963, 39.959999999999994, 56.13000000000002, 37.88, 19.25, 40.31999999999999,
    27.78, 57.0, 84.2, 18.56, 37.74999999999999, 33.7, 30.60000000000001, 62.64000000000001,
    13.579999999999988,
  ];
  expectClose(warped({ yy: 0.9, yx: 0.2, xy: -0.3, xx: 1.1 }).subarray(0, 15), expected, 1e-13);
});
