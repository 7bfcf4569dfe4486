import { readCheckpoint, writeSafetensors } from "@evalpool/checkpoints";
import { loadModel } from "@evalpool/checkpoints/node";
import { loadDataset } from "@evalpool/data/node";
import { evaluate } from "@evalpool/eval";
import { required } from "@evalpool/errors";
import { bind, lowerSpec, type Model, type ModelSpec } from "@evalpool/models";
import { beforeAll, expect, test } from "vitest";

const spec: ModelSpec = {
  id: "mlp",
  input: [784],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "dense", units: 50, weight: "W1", bias: "b1" },
    { type: "activation", function: "sigmoid" },
    { type: "dense", units: 100, weight: "W2", bias: "b2" },
    { type: "activation", function: "sigmoid" },
    { type: "dense", units: 10, weight: "W3", bias: "b3" },
    { type: "activation", function: "softmax" },
  ],
};
let shipped: Model;

beforeAll(async () => {
  shipped = await loadModel("mlp");
});

async function digestOf(model: Model): Promise<string> {
  const dataset = loadDataset("synthetic", "test", {});
  const result = await evaluate({ model, dataset, threads: 0, limit: 10 });
  return required(result.model.digest, "digest");
}

// Same id, same weights: 0.9352 and 0.9207 on MNIST had equal provenance.
test("the result tells networks apart that differ in a divisor alone", async () => {
  const layers = spec.layers.with(0, { type: "scale", divisor: 1 });
  const { parameters } = shipped;
  const [a, b] = [lowerSpec(spec), lowerSpec({ ...spec, layers })];
  const digests = [
    await digestOf({ graph: a, parameters }),
    await digestOf({ graph: b, parameters }),
  ];
  for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(digests[0]).not.toBe(digests[1]);
});

test("and not those whose weights came from another file, in another width", async () => {
  const wide = new Map(
    [...shipped.parameters].map(([name, { data, shape }]) => [
      name,
      { data: Float64Array.from(data), shape },
    ]),
  );
  const bytes = writeSafetensors(wide);
  const { parameters } = await readCheckpoint(bytes, "again");
  const again = bind(shipped.graph, parameters, "again");
  expect(await digestOf(again)).toBe(await digestOf(shipped));
});
