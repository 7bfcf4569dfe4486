import { readFileSync } from "node:fs";
import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { readOnnx } from "./read-onnx.js";
import { readTensorFile } from "./testing/tensor-file.js";
import { onKernels } from "./testing/run-both.js";

/** What the suite allows, relative. */
const TOLERANCE = 1e-3;

// Weights of each are constants that it makes itself, and so are the outputs known.
describeShared("whole ImageNet networks give what they should on kernels", () => {
  test.each(["squeezenet", "inception_v1", "resnet50", "zfnet512", "vgg19"])(
    "%s",
    async (name) => {
      const file = sharedFile(`onnx-conformance/light/light_${name}.onnx`);
      const network = await readOnnx(readFileSync(file), file, {});
      const { shape } = network.graph.input;
      const count = size(shape);
      const input = Float32Array.from({ length: count }, (_, i) => i / count);
      const got = onKernels(network, input);
      const expected = readTensorFile(file.replace(".onnx", "_output_0.pb"));
      expect(got.length).toBe(1000);
      const errors = Array.from(got, (value, i) => {
        const wanted = expected.data[i]!;
        return Math.abs(value - wanted) / Math.abs(wanted);
      });
      expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
    },
    60_000,
  );
});
