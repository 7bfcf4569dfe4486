import { describe, expect, it } from "vitest";
import { gaussianBlur } from "./gaussian-blur.js";
import { squares } from "./testing/squares.js";

describe("gaussianBlur", () => {
  it("is SciPy's, of what lies inside", () => {
    const plane = Float64Array.from(squares(35, 37));
    gaussianBlur(1.5, 5, 7)(plane);
    // x = (np.arange(35)**2 * 37 % 256).reshape(5, 7); g = ndimage.gaussian_filter
    // g(x.astype(float), 1.5, mode="constant") / g(np.ones(x.shape), 1.5, mode="constant")
    const expected = [
      [70.032877, 85.985664, 102.126561, 114.587135, 121.918128, 124.374535, 122.710683],
      [85.818282, 96.966226, 108.674592, 118.690034, 125.207484, 127.668345, 126.901185],
      [104.442922, 109.290877, 114.390817, 119.592683, 123.486795, 124.892904, 124.28786],
      [119.064643, 118.502663, 117.240076, 116.714002, 116.490926, 115.494754, 113.745427],
      [124.807249, 121.586289, 116.715255, 111.92076, 107.514126, 103.322664, 99.42632],
    ].flat();
    for (const [i, value] of expected.entries()) expect(plane[i]).toBeCloseTo(value, 5);
  });

  it("leaves one pixel, and one value, as it is", () => {
    const pixel = Float64Array.of(7);
    gaussianBlur(0.04, 1, 1)(pixel);
    expect(pixel).toEqual(Float64Array.of(7));
    const even = new Float64Array(12).fill(3);
    gaussianBlur(2, 4, 3)(even);
    for (const value of even) expect(value).toBeCloseTo(3, 12);
  });
});
