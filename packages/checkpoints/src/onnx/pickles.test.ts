import { loadSplit } from "@evalpool/mnist/node";
import { forward, logitsOf, preprocess, type Model } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import { loadModel } from "../load-model.js";

const networks: [onnx: string, id: string, pickle: string, images: number][] = [
  ["mlp", "mlp", "sample_weight", 200],
  ["simple", "book-simple-convnet", "simple_convnet_params", 50],
  ["deep", "book-deep-convnet", "deep_convnet_params", 10],
];

/** What the eager pass gives before a softmax, in float64. */
function logits({ graph, parameters }: Model, pixels: Uint8Array): Float64Array {
  const shape = [pixels.length / size(graph.input.shape), ...graph.input.shape];
  const x = preprocess(graph, { data: Float64Array.from(pixels), shape });
  return Float64Array.from(forward({ graph: logitsOf(graph), parameters }, x).data);
}

// The files of shared/onnx hold the weights of the pickles.
describeShared("a network gives the same from ONNX as from the zoo's graph and a pickle", () => {
  test.each(networks)(
    "%s",
    async (onnx, id, pickle, images) => {
      const pixels = (await loadSplit("test", { data: sharedFile("mnist") })).images.data;
      const some = Uint8Array.from(pixels.subarray(0, images * 784));
      const expected = logits(await loadModel(id, sharedFile(`checkpoints/${pickle}.pkl`)), some);
      const got = logits(await loadModel(sharedFile(`onnx/${onnx}.onnx`)), some);
      expect(got.length).toBe(images * 10);
      const largest = Math.max(...expected.map(Math.abs));
      const errors = got.map((value, i) => Math.abs(value - expected[i]!));
      expect(Math.max(...errors) / largest).toBeLessThan(1e-6);
    },
    60_000,
  );
});
