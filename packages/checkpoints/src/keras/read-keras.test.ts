import { readFile } from "node:fs/promises";
import { loadSplit } from "@evalpool/mnist/node";
import { bind, forward } from "@evalpool/models";
import { argmax, divide } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { readKeras } from "./read-keras.js";

describeShared("mlp-mnist.keras, which someone else trained", () => {
  // NumPy's counts, in float64 (README.md of the shared files).
  test.each([
    [255, 9588],
    [1, 9580],
  ])("of pixels / %i it gets %i of the 10,000 real images right", async (divisor, correct) => {
    const file = sharedFile("real/mlp-mnist.keras");
    const read = await readKeras(await readFile(file), file, {});
    expect(read.skipped).toEqual(["optimizer state"]);
    const model = bind(read.graph, read.parameters, file);
    const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
    const x = divide({ data: images.data, shape: [10_000, 1, 28, 28] }, divisor);
    const output = forward(model, x);
    const predictions = argmax(output, 1).data;
    expect(predictions.filter((prediction, i) => prediction === labels.data[i])).toHaveLength(
      correct,
    );
  });
});
