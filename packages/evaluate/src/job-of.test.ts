import { lowerSpec } from "@evalpool/models";
import { compileKernels } from "@evalpool/tensor";
import { describe, expect, test } from "vitest";
import { jobOf } from "./job-of.js";
import type { OwnPredictor } from "./own-predictor.js";
import { pixelModel, smallSource } from "./testing/small-job.js";

const source = smallSource(10);
const rgb = { channels: 3, height: 2, width: 5, layout: "CHW" } as const;
const kernels = compileKernels();
const making = { kernels, batchSize: 4, isExact: false };

describe("a network", () => {
  test("is compiled for the kernels, if there are some", () => {
    const { job, backend } = jobOf(pixelModel, source, making);
    expect(job.predictor).toMatchObject({ kind: "program", kernels });
    expect(backend).toMatch(/^wasm-/);
    const plain = jobOf(pixelModel, source, { ...making, kernels: undefined });
    expect(plain.job.predictor).not.toHaveProperty("kernels");
    expect(plain.backend).toBe("reference");
  });

  test("is given an image in so many bytes: four of each float", () => {
    expect(jobOf(pixelModel, source, making).job.inputWidth).toBe(4);
    const format = { ...rgb, channels: 1, height: 1, width: 4, element: "float32" } as const;
    expect(jobOf(pixelModel, { ...source, format }, making).job.inputWidth).toBe(16);
  });

  test("has other kernels where it is to be exact", () => {
    const layer = (weight: string) => ({ type: "conv2d", filters: 16, kernel: 3, weight }) as const;
    const layers = [layer("a"), layer("b"), { type: "flatten" }] as const;
    const graph = lowerSpec({ id: "conv", input: [16, 9, 9], layers });
    const weight = { data: new Float32Array(16 * 16 * 9), shape: [16, 16, 3, 3] };
    const parameters = new Map([
      ["a", weight],
      ["b", weight],
    ]);
    const format = { ...rgb, channels: 16, height: 9, width: 9, element: "uint8" } as const;
    const algorithms = (isExact: boolean): unknown[] => {
      const { predictor } = jobOf(
        { graph, parameters },
        { ...source, format },
        { ...making, isExact },
      ).job;
      if (predictor.kind !== "program") return [];
      return predictor.program.steps.flatMap(({ kernel }) =>
        kernel.kind === "conv" ? [kernel.layer.algorithm] : [],
      );
    };
    expect(algorithms(false)).toContain("winograd");
    expect(algorithms(true)).not.toContain("winograd");
    expect(algorithms(true)).toContain("product");
  });
});

describe("a predictor of one's own", () => {
  const predictor: OwnPredictor = {
    id: "own",
    source: { predict: () => [] },
    input: { shape: [3, 2, 5] },
    gives: "logits",
    runtime: { name: "predict" },
  };
  const planes = { channels: 3, isInterleaved: false };
  /** v / 255 of each byte */
  const table = Float32Array.from({ length: 256 }, (_, v) => v / 255);

  test.each([
    ["floats of bytes", {}, "uint8", { ...planes, table }, 30],
    ["bytes as they are", { element: "uint8" }, "uint8", planes, 30],
    ["floats as they are", {}, "float32", { ...planes, isFloats: true }, 120],
    [
      "channels last",
      { shape: [2, 5, 3], layout: "HWC" },
      "uint8",
      { channels: 3, isInterleaved: true, table },
      30,
    ],
  ] as const)("is given %s", (_, input, element, pixels, inputWidth) => {
    const own = { ...predictor, input: { ...predictor.input, ...input } };
    const { job, backend } = jobOf(own, { ...source, format: { ...rgb, element } }, making);
    const { source: from, gives } = predictor;
    expect(job.predictor).toEqual({ kind: "own", source: from, gives, pixels });
    expect(job).toMatchObject({ inputWidth, batchSize: 4, classes: 4 });
    expect(backend).toBe("predict");
  });

  test("is given images of several sizes as bytes, and may know more classes than there are", () => {
    const { format: _, ...several } = source;
    const { job } = jobOf({ ...predictor, classes: 7 }, several, making);
    expect(job).toMatchObject({ inputWidth: 30, classes: 7 });
    expect(job.images).not.toHaveProperty("format");
  });
});
