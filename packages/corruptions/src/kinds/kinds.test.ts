import { createRandom } from "@evalpool/random";
import { describe, expect, it, test } from "vitest";
import { fixed } from "../testing/fixed.js";
import { squares } from "../testing/squares.js";
import { brightness } from "./brightness.js";
import { fog } from "./fog.js";
import { impulseNoise } from "./impulse-noise.js";
import { motionBlur } from "./motion-blur.js";
import { shotNoise } from "./shot-noise.js";
import { spatter } from "./spatter.js";
import { stripe } from "./stripe.js";
import { translate } from "./translate.js";

const MNIST = [1, 28, 28] as const;
const times = (n: number) => Array.from({ length: n }, (_, i) => i);
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("brightness", () => {
  it("is scikit-image's in HSV", () => {
    const into = new Uint8Array(12);
    brightness(3, [3, 2, 2])(squares(12, 53), into, fixed());
    // h = color.rgb2hsv((x / 255).transpose(1, 2, 0)); h[..., 2] = np.clip(h[..., 2] + 0.5, 0, 1)
    // np.floor(color.hsv2rgb(h).transpose(2, 0, 1) * 255 + 0.5), of x = [0, 53, …]
    expect([...into]).toEqual([0, 69, 255, 255, 208, 58, 140, 43, 166, 255, 217, 15]);
  });

  it("adds half of white to a grey, and to black", () => {
    const into = new Uint8Array(3);
    brightness(3, [1, 1, 3])(Uint8Array.of(0, 100, 200), into, fixed());
    expect([...into]).toEqual([128, 228, 255]);
  });
});

test("translate moves whole pixels to a corner, and zeros come in", () => {
  const image = Uint8Array.from({ length: 20 }, (_, i) => i + 1);
  const moved = (across: number, down: number): number[] => {
    const into = new Uint8Array(20);
    translate(1, [1, 4, 5])(image, into, fixed(across, down));
    return [...into];
  };
  expect(moved(0, 0)).toEqual([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 6, 7, 8, 9, 0, 11, 12, 13, 14]);
  expect(moved(1, 1)).toEqual([
    7, 8, 9, 10, 0, 12, 13, 14, 15, 0, 17, 18, 19, 20, 0, 0, 0, 0, 0, 0,
  ]);
});

test("stripe inverts seven columns at each side", () => {
  const into = new Uint8Array(784);
  stripe(3, MNIST)(new Uint8Array(784).fill(5), into, fixed());
  const row = [...times(7).fill(250), ...times(14).fill(5), ...times(7).fill(250)];
  expect([...into]).toEqual(times(28).flatMap(() => row));
});

test("shot noise is a Poisson number of a third of white each", () => {
  const [count, pixel] = [20_000, 60];
  const into = new Uint8Array(count);
  shotNoise(3, [1, 1, count])(new Uint8Array(count).fill(pixel), into, createRandom(1, 0));
  // scipy.stats.poisson(3 * 60 / 255).pmf([0, 1, 2]), and what is left; 0.01 is 3 deviations
  const expected = [[0, 0.4937], [85, 0.3485], [170, 0.123], [255, 0.0348]] as const; // prettier-ignore
  for (const [value, share] of expected) {
    expect(Math.abs(into.filter((v) => v === value).length / count - share)).toBeLessThan(0.011);
  }
});

test("impulse noise makes 0.17 of the values black or white", () => {
  const into = new Uint8Array(20_000);
  impulseNoise(3, [1, 100, 200])(new Uint8Array(20_000).fill(9), into, createRandom(1, 0));
  for (const value of [0, 255]) {
    expect(Math.abs(into.filter((v) => v === value).length / 20_000 - 0.085)).toBeLessThan(0.006);
  }
  expect(into.filter((v) => v === 9).length / 20_000).toBeGreaterThan(0.82);
});

test("motion blur has the weights of half a Gaussian", () => {
  const image = new Uint8Array(784);
  image[14 * 28 + 20] = 255;
  const into = new Uint8Array(784);
  motionBlur(3, MNIST)(image, into, fixed(0));
  // w = np.exp(-np.arange(13)**2 / 18); np.floor(255 * w / w.sum() + 0.5)
  const expected = [60, 57, 48, 36, 25, 15, 8, 4, 2, 1, 0, 0, 0];
  expect(expected.map((_, i) => into[14 * 28 + 20 - i])).toEqual(expected);
  expect(into.reduce((a, b) => a + b, 0)).toBe(256);
});

// Over maps of mnist-c's `plasma_fractal(wibbledecay=1.4)[:28, :28]`: the deviation of their means,
// which are 0.5 on average, the mean deviation within a map, and the mean step to the next row.
test("fog is about as even and as rough as MNIST-C's", () => {
  const expected = [0.19, 0.06, 0.0082];
  const image = new Uint8Array(784);
  image[0] = 255;
  const corrupt = fog(3, MNIST);
  const maps = times(500).map((i) => {
    const into = new Uint8Array(784);
    corrupt(image, into, createRandom(3, i));
    return Array.from(into.subarray(28), (v) => v / 255 / 0.75);
  });
  const means = maps.map(mean);
  const center = mean(means);
  expect(Math.abs(center - 0.5)).toBeLessThan(0.03);
  const between = Math.sqrt(mean(means.map((m) => (m - center) ** 2)));
  const within = maps.map((map, i) => Math.sqrt(mean(map.map((v) => (v - means[i]!) ** 2))));
  const steps = maps.map((map) => mean(map.slice(28).map((v, i) => Math.abs(v - map[i]!))));
  for (const [i, got] of [between, mean(within), mean(steps)].entries()) {
    expect(Math.abs(got / expected[i]! - 1)).toBeLessThan(0.3);
  }
});

// Over 2,000 layers as mnist-c's `spatter` makes them a share of 0.137 of the pixels is covered.
test("spatter covers as much as MNIST-C's", () => {
  const corrupt = spatter(3, MNIST);
  const shares = times(1000).map((i) => {
    const into = new Uint8Array(784);
    corrupt(new Uint8Array(784).fill(255), into, createRandom(3, i));
    return into.filter((v) => v < 255).length / 784;
  });
  expect(Math.abs(mean(shares) - 0.137)).toBeLessThan(0.012);
});
