import { readFileSync } from "node:fs";
import { loadSplit } from "@evalpool/mnist/node";
import { bind, forward } from "@evalpool/models";
import { argmax } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { readOnnx } from "./read-onnx.js";

describeShared("real", () => {
  test.each([
    "real/cntk-mnist",
    "real/pytorch-convnet-mnist",
    "onnx/mlp",
    "onnx/simple",
    "onnx/deep",
  ])("%s", async (name) => {
    const file = sharedFile(`${name}.onnx`);
    const { graph, parameters } = await readOnnx(readFileSync(file), file, {});
    console.log(graph.nodes.map((n) => `${n.op}:${n.name}`).join(" "), graph.input, graph.output);
    const model = bind(graph, parameters, file);
    const { images, labels } = await loadSplit("test", { data: sharedFile("mnist") });
    const n = 200;
    const x = Float32Array.from(images.data.subarray(0, n * 784), (v) => v / 255);
    const y = forward(model, { data: x, shape: [n, ...graph.input.shape] });
    const got = argmax(y, 1);
    let right = 0;
    for (let i = 0; i < n; i++) if (Number(got.data[i]) === labels.data[i]) right++;
    console.log(name, right / n);
    expect(right).toBeGreaterThan(0.9 * n);
  });
});
