import { tensor } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { canonicalForm } from "./canonical-form.js";
import { lowerSpec } from "./lower-spec.js";
import { bind, type Model } from "./model.js";
import type { ModelSpec } from "./spec.js";

const spec: ModelSpec = {
  id: "small",
  input: [2],
  layers: [
    { type: "scale", divisor: 255 },
    { type: "dense", units: 1, weight: "W", bias: "b" },
  ],
};
const model: Model = {
  graph: lowerSpec(spec),
  parameters: new Map([
    ["W", tensor([[0.1], [2]])],
    ["b", tensor([3])],
  ]),
};

function form(of: Model): string {
  return [...canonicalForm(of)].map((bytes) => Buffer.from(bytes).toString("latin1")).join("");
}

// struct.pack("<f", 3), struct.pack("<2f", 0.1, 2): the bias comes first, by role
test("is the graph as JSON, then each node's weights as float32", () => {
  const json =
    '{"preprocess":{},"input":[2],"nodes":[' +
    '{"op":"scale","attributes":{"divisor":255},"inputs":[0]},' +
    '{"op":"dense","attributes":{"units":1},"inputs":[1]}],"output":2}\n';
  expect(form(model)).toBe(json + "\x00\x00\x40\x40" + "\xcd\xcc\xcc\x3d" + "\x00\x00\x00\x40");
});

test("names, and how a file holds weights, are no part of it", () => {
  const layers: ModelSpec["layers"] = [
    { type: "scale", divisor: 255 },
    { type: "dense", units: 1, weight: "fc.weight", bias: "fc.bias", layout: "out,in" },
  ];
  const parameters = new Map([
    ["fc.bias", tensor([3], "float32")],
    ["fc.weight", tensor([[0.1, 2]], "float32")],
  ]);
  const other = bind(lowerSpec({ ...spec, id: "other", layers }), parameters, "w.safetensors");
  expect(form(other)).toBe(form(model));
});

test("another divisor, function, or weight makes another", () => {
  const divided = { ...spec, layers: spec.layers.with(0, { type: "scale", divisor: 1 }) };
  const ended = { ...spec, layers: [...spec.layers, { type: "activation", function: "relu" }] };
  const other = new Map([...model.parameters, ["b", tensor([3.0000003])]]);
  const forms = [
    form(model),
    form({ ...model, graph: lowerSpec(divided) }),
    form({ ...model, graph: lowerSpec(ended as ModelSpec) }),
    form({ ...model, parameters: other }),
  ];
  expect(new Set(forms).size).toBe(4);
});

test("which layer a bias belongs to is told, though the weights are the same stream", () => {
  const make = (isFirst: boolean, values: [string, number[], number[]][]): string => {
    const layers: ModelSpec["layers"] = [
      { type: "dense", units: 2, weight: "W", ...(isFirst && { bias: "b" }) },
      { type: "dense", units: 2, weight: "V", ...(!isFirst && { bias: "b" }) },
    ];
    const parameters = new Map(
      values.map(([name, data, shape]) => [name, { data: Float32Array.from(data), shape }]),
    );
    return form({ graph: lowerSpec({ id: "two", input: [2], layers }), parameters });
  };
  const first = make(true, [
    ["b", [10, 20], [2]],
    ["W", [1, 2, 3, 4], [2, 2]],
    ["V", [5, 6, 7, 8], [2, 2]],
  ]);
  const second = make(false, [
    ["W", [10, 20, 1, 2], [2, 2]],
    ["b", [3, 4], [2]],
    ["V", [5, 6, 7, 8], [2, 2]],
  ]);
  expect(second).not.toBe(first);
});
