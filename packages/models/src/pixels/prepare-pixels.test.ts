import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ImageShape, Preprocess } from "../preprocess.js";
import { preparedShape, preparePixels } from "./prepare-pixels.js";

/** i = np.arange(n); (i * i * k % 256).astype(np.uint8) */
function squares(n: number, k: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (i * i * k) % 256);
}

function prepared(preprocess: Preprocess, shape: ImageShape, bytes: Uint8Array): number[] {
  const preparation = preparePixels(preprocess, shape);
  if (preparation === undefined) return [...bytes];
  const length = preparation.shape.reduce((a, b) => a * b, 1);
  const into = new Uint8Array(length);
  preparation.prepare(bytes, into, 1);
  return [...into];
}

describe("resize is Pillow's, to the byte", () => {
  // np.array(Image.fromarray(x.reshape(5, 7)).resize((width, height), Image.BILINEAR))
  test.each([
    [
      3,
      4,
      [
        [33, 120, 114, 121],
        [113, 105, 149, 139],
        [148, 114, 90, 87],
      ],
    ],
    [
      9,
      11,
      [
        [0, 17, 47, 118, 122, 77, 79, 101, 150, 100, 52],
        [7, 25, 56, 128, 134, 90, 93, 117, 167, 118, 71],
        [19, 38, 72, 146, 153, 112, 117, 143, 194, 148, 103],
        [49, 70, 95, 99, 119, 152, 160, 156, 138, 145, 153],
        [84, 106, 121, 36, 72, 197, 207, 166, 60, 134, 208],
        [142, 166, 183, 100, 86, 123, 135, 135, 122, 133, 144],
        [177, 202, 221, 141, 98, 82, 78, 102, 162, 125, 85],
        [116, 143, 164, 86, 97, 174, 81, 56, 118, 82, 44],
        [80, 108, 130, 53, 96, 229, 83, 28, 92, 57, 20],
      ],
    ],
    [
      5,
      3,
      [
        [48, 97, 103],
        [74, 136, 155],
        [87, 141, 139],
        [197, 99, 129],
        [93, 113, 50],
      ],
    ],
    [
      2,
      7,
      [
        [36, 79, 126, 120, 129, 153, 113],
        [123, 178, 62, 149, 89, 125, 97],
      ],
    ],
  ])("%i×%i", (height, width, expected) => {
    const got = prepared({ resize: { height, width } }, [1, 5, 7], squares(35, 37));
    expect(got).toEqual(expected.flat());
  });

  test("28×28", () => {
    const got = prepared({ resize: { height: 28, width: 28 } }, [1, 5, 7], squares(35, 37));
    // r.astype(np.int64).ravel() @ np.arange(784)
    expect(got.reduce((sum, value, i) => sum + value * i, 0)).toBe(34330328);
  });

  test("a crop keeps the middle of what is resized in proportion", () => {
    const whole = prepared({ resize: { height: 3, width: 4 } }, [1, 5, 7], squares(35, 37));
    const crop = { resize: { height: 3, width: 3, crop: true } } as const;
    const rows = [0, 4, 8].flatMap((at) => whole.slice(at, at + 3));
    expect(prepared(crop, [1, 5, 7], squares(35, 37))).toEqual(rows);
  });
});

test("gray is Pillow's", () => {
  // np.array(Image.fromarray(x.reshape(3, 3, 4).transpose(1, 2, 0)).convert("L"))
  const expected = [
    [129, 176, 178, 181],
    [33, 142, 56, 150],
    [141, 117, 94, 100],
  ];
  expect(prepared({ channels: "gray" }, [3, 3, 4], squares(36, 53))).toEqual(expected.flat());
  // Pillow too leaves the fourth channel out.
  expect(prepared({ channels: "gray" }, [4, 3, 4], squares(48, 53))).toEqual(expected.flat());
});

test("steps follow each other: transpose, invert, channels, resize", () => {
  const image = Uint8Array.of(0, 10, 20, 30, 40, 50);
  expect(prepared({ transpose: true }, [1, 2, 3], image)).toEqual([0, 30, 10, 40, 20, 50]);
  expect(prepared({ invert: true, transpose: true }, [1, 2, 3], image)).toEqual(
    [0, 30, 10, 40, 20, 50].map((v) => 255 - v),
  );
  expect(prepared({ channels: "rgb" }, [1, 2, 3], image)).toEqual([...image, ...image, ...image]);
  expect(prepared({ channels: "gray" }, [1, 2, 3], image)).toEqual([...image]);
  expect(preparePixels({ scale: 1 / 255, mean: [0.5] }, [1, 2, 3])).toBeUndefined();
  const all = { transpose: true, channels: "rgb", resize: { height: 4, width: 5 } } as const;
  expect(preparedShape(all, [1, 2, 3])).toEqual([3, 4, 5]);
});

test("images of a batch are prepared as one by one", () => {
  const sizes = fc.record({
    channels: fc.constantFrom(1, 3),
    height: fc.integer({ min: 1, max: 9 }),
    width: fc.integer({ min: 1, max: 9 }),
    resize: fc.option(
      fc.record({
        height: fc.integer({ min: 1, max: 12 }),
        width: fc.integer({ min: 1, max: 12 }),
        ...{ crop: fc.constant(true as const) },
      }),
      { nil: undefined },
    ),
    invert: fc.constantFrom(undefined, true as const),
    wanted: fc.constantFrom("gray" as const, "rgb" as const),
  });
  fc.assert(
    fc.property(sizes, ({ channels, height, width, resize, invert, wanted }) => {
      const preprocess = { channels: wanted, ...(resize && { resize }), ...(invert && { invert }) };
      const shape = [channels, height, width] as const;
      const length = channels * height * width;
      const bytes = squares(3 * length, 7);
      const preparation = preparePixels(preprocess, shape);
      if (preparation === undefined) return;
      const each = preparation.shape.reduce((a, b) => a * b, 1);
      const into = new Uint8Array(3 * each);
      preparation.prepare(bytes, into, 3);
      const one = [0, 1, 2].flatMap((i) =>
        prepared(preprocess, shape, bytes.subarray(i * length, (i + 1) * length)),
      );
      expect([...into]).toEqual(one);
    }),
  );
});
