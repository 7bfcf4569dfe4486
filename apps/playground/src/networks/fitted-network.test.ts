import { lowerSpec, type Graph } from "@evalpool/models";
import { expect, test } from "vitest";
import { fittedNetwork } from "./fitted-network.js";
import { misfitText } from "./misfit-text.js";

const digits = { channels: 1, height: 28, width: 28 };
const scaled = { scale: 1 / 255 };
const taking = (...input: number[]): Graph =>
  lowerSpec({
    id: "n",
    input,
    preprocess: scaled,
    layers: [{ type: "flatten" }, { type: "dense", units: 2, weight: "W", bias: "b" }],
  });
const networkOf = (graph: Graph) => ({
  model: { graph, parameters: new Map() },
  flags: ["--model", "n"],
});

test("images are resized and recoloured, as the command is told", () => {
  const graph = taking(3, 32, 32);
  expect(misfitText(graph, digits)).toBe(
    "n takes images of 3×32×32, got 1×28×28 (channels × height × width)",
  );
  const { network, steps } = fittedNetwork(networkOf(graph), digits)!;
  expect(steps).toEqual({ channels: "rgb", resize: { height: 32, width: 32 } });
  expect(network.flags.join(" ")).toBe("--model n --channels rgb --resize 32x32");
  const { preprocess } = network.model.graph;
  expect(preprocess).toEqual({ ...graph.preprocess, ...steps });
  expect(misfitText(network.model.graph, digits)).toBeUndefined();
});

test("what fits stays as it is", () => {
  expect(misfitText(taking(1, 28, 28), digits)).toBeUndefined();
  expect(fittedNetwork(networkOf(taking(1, 28, 28)), digits)).toBeUndefined();
});

test("other numbers of channels cannot be had", () => {
  expect(misfitText(taking(4, 28, 28), digits)).toContain("takes images of 4×28×28");
  expect(fittedNetwork(networkOf(taking(4, 28, 28)), digits)).toBeUndefined();
});

test("what a network does to images already may be in the way", () => {
  const graph = taking(1, 28, 14);
  const turning = { ...graph, preprocess: { ...graph.preprocess, transpose: true as const } };
  const images = { channels: 1, height: 28, width: 14 };
  expect(misfitText(turning, images)).toContain("takes images of 1×28×14");
  expect(fittedNetwork(networkOf(turning), images)).toBeUndefined();
});
