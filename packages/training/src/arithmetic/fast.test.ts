import { setFlagsFromString } from "node:v8";
import { compileKernels, size, type KernelBuild } from "@evalpool/tensor";
import type { Layer, Shape } from "@evalpool/models";
import { expect, test } from "vitest";
import { expectClose, makeLayer, sine } from "../testing/check-layer.js";
import { withKernels } from "./fast.js";

// As the command does: V8 then makes 256-bit operations of 128-bit ones.
setFlagsFromString("--experimental-wasm-revectorize");

const conv = { type: "conv2d", kernel: 3, weight: "W", bias: "b" } as const;
const norm = { type: "batchNorm", scale: "s", bias: "b", mean: "m", variance: "v" } as const;

// Sizes on both sides of blocks of 4 and 6 rows, 8 and 16 columns, and of whole vectors.
const layers: readonly [string, Layer, Shape][] = [
  ["conv2d", { ...conv, filters: 20, padding: 1 }, [8, 9, 7]],
  ["conv2d of one channel", { ...conv, filters: 16, kernel: 5 }, [1, 12, 12]],
  [
    "conv2d in groups",
    { ...conv, filters: 20, groups: 4, strides: [2, 1], dilations: [1, 2] },
    [8, 9, 7],
  ],
  ["conv2d by depth", { ...conv, filters: 6, groups: 6, padding: 2 }, [6, 5, 4]],
  ["conv2d of odd channels", { ...conv, filters: 7, padding: [0, 1, 2, 3] }, [3, 9, 7]],
  ["conv2d in many chunks", { ...conv, filters: 16 }, [64, 12, 12]],
  ["dense", { type: "dense", units: 10, weight: "W", bias: "b" }, [37]],
  ["dense of whole blocks", { type: "dense", units: 32, weight: "W", bias: "b" }, [48]],
  ["batchNorm", norm, [8, 20, 20]],
  ["batchNorm of odd channels", norm, [5, 6, 7]],
  ["relu", { type: "relu" }, [5, 6, 7]],
  ["maxPool2d", { type: "maxPool2d", kernel: 2 }, [8, 6, 7]],
  ["maxPool2d of odd channels", { type: "maxPool2d", kernel: 2 }, [5, 6, 7]],
];
const builds: readonly [KernelBuild, boolean][] = [
  ["simd", false],
  ["simd", true],
  ["relaxed", false],
  ["relaxed", true],
];

test.each(layers.flatMap((layer) => builds.map((build) => [...layer, ...build] as const)))(
  "%s %o of %j over %s, wide: %s",
  (_, layer, shape, build, wide) => {
    const exact = makeLayer(layer, [shape], 5);
    const module = compileKernels(build, wide);
    const fast = withKernels(module, (arithmetic) => makeLayer(layer, [shape], 5, arithmetic));
    for (const [i, { values, isStatistic }] of exact.parameters.entries()) {
      if (!isStatistic) values.set(sine(values.length, 7 * i + 1).map(Math.fround));
      fast.parameters[i]!.values.set(values);
    }
    const x = sine(5 * size(shape), 3).map(Math.fround);
    const dy = sine(5 * size(exact.outputShape), 5).map(Math.fround);
    // A smaller batch after a larger one, and one that makes no whole block.
    for (const count of [5, 4, 1]) {
      expectClose(fast.forward([x], count), exact.forward([x], count), 2e-6);
      expectClose(fast.backward(dy, count)[0]!, exact.backward(dy, count)[0]!, 4e-6);
      for (const [i, { values, gradient }] of exact.parameters.entries()) {
        expectClose(fast.parameters[i]!.gradient, gradient, 4e-6);
        expectClose(fast.parameters[i]!.values, values, 2e-6);
      }
    }
  },
);

test("wide blocks give the same bits as narrow ones", () => {
  const layer = { ...conv, filters: 20, padding: 1 };
  const [wide, narrow] = [true, false].map((isWide) => {
    const module = compileKernels("simd", isWide);
    const made = withKernels(module, (arithmetic) => makeLayer(layer, [[8, 9, 7]], 5, arithmetic));
    made.parameters[0]!.values.set(sine(1440));
    const y = made.forward([sine(2520)], 5);
    const dx = made.backward(sine(6300), 5);
    return [y, dx, made.parameters.map(({ gradient }) => gradient)];
  });
  expect(wide).toEqual(narrow);
});

test("arrays of the first pass are no memory of the kernels", () => {
  const seen: Float32Array[] = [];
  withKernels(compileKernels(), (arithmetic) =>
    seen.push(arithmetic.allocate(100) as Float32Array),
  );
  expect(seen.map(({ length }) => length)).toEqual([0, 100]);
});
