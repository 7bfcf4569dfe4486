import { SpecError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { parseNetwork } from "./network.js";

type Json = Readonly<Record<string, unknown>>;

const layer = (className: string, config: Json = {}, more: Json = {}) => {
  return { class_name: className, config, ...more };
};

const input = layer("InputLayer", { name: "x", batch_shape: [null, 4] });

const model = (className: string, layers: readonly unknown[], more: Json = {}) => {
  return layer(className, { name: "m", layers, ...more });
};

/** The only layer of a model. */
function parsed(one: Json) {
  const [only] = parseNetwork(model("Functional", [one]), "m").layers;
  return only!;
}

describe("a chain", () => {
  const chain = {
    layers: [
      expect.objectContaining({ name: "x", calls: [] }),
      expect.objectContaining({
        name: "relu",
        calls: [{ inputs: [{ layer: "x", call: 0 }], extra: [] }],
      }),
    ],
    inputs: [{ layer: "x", call: 0 }],
    outputs: [{ layer: "relu", call: 0 }],
  };

  test.each<[string, unknown]>([
    ["of a model", model("Sequential", [input, layer("ReLU")])],
    ["as Keras wrote it until 2.2", { class_name: "Sequential", config: [input, layer("ReLU")] }],
  ])("%s", (_, json) => expect(parseNetwork(json, "m")).toEqual(chain));

  const said = { batch_input_shape: [null, 4] };
  const dense = layer("Dense", { name: "a", ...said });
  const inner = model("Functional", [layer("InputLayer", said), layer("ReLU")], { name: "a" });

  test.each<[string, unknown]>([
    ["its first layer", dense],
    ["that of the model in it", inner],
    ["that of the chain in it", model("Sequential", [dense], { name: "a" })],
  ])("its input is what is said by %s", (_, first) => {
    const { layers, inputs } = parseNetwork(model("Sequential", [first]), "m");
    expect(inputs).toEqual([{ layer: "a_input", call: 0 }]);
    expect(layers[0]).toEqual({
      name: "a_input",
      className: "InputLayer",
      isCustom: false,
      config: { batch_shape: [null, 4] },
      calls: [],
    });
  });
});

test.each<[Json, name: string]>([
  [layer("Dense", { name: "a" }), "a"],
  [layer("Dense", { name: "a" }, { name: "b" }), "b"],
  [layer("Dense"), "dense"],
  [layer("Dense", { name: "" }), "dense"],
  [layer("Dense", { name: 7 }), "dense"],
])("%j is called %s", (one, name) => expect(parsed(one).name).toBe(name));

test("a layer that is nowhere applied, and one that is no model", () => {
  expect(parsed(layer("Lambda", { layers: [] }))).toEqual({
    name: "lambda",
    className: "Lambda",
    isCustom: false,
    config: { layers: [] },
    calls: [],
  });
});

describe("layers of others are told by their package", () => {
  test.each<[className: string, Json, isCustom: boolean]>([
    ["Dense", {}, false],
    ["Dense", { module: null, registered_name: null }, false],
    ["Dense", { module: "keras.layers", registered_name: "Dense" }, false],
    ["Dense", { module: "keras.layers", registered_name: "mine>Dense" }, true],
    ["Dense", { module: "keras" }, false],
    ["Dense", { module: "keras.src.layers.core.dense" }, false],
    ["Dense", { module: "keras.models" }, false],
    ["Dense", { module: "keras.engine.sequential" }, false],
    ["Dense", { module: "tf_keras.src.layers" }, false],
    ["Dense", { module: "mine.keras.layers" }, true],
    ["Dense", { module: "keras.layers_of_mine" }, true],
    ["Dense", { module: "keras_cv.layers" }, true],
    ["Add", { module: "keras.ops.numpy" }, false],
    ["Add", { module: "keras.src.ops.numpy" }, false],
    ["Average", { module: "keras.src.ops.numpy" }, true],
    ["Add", { module: "mine.keras.ops.numpy" }, true],
    ["Add", { module: "keras.ops.numpy_of_mine" }, true],
  ])("%s of %j: %j", (className, more, isCustom) => {
    expect(parsed(layer(className, {}, more)).isCustom).toBe(isCustom);
  });
});

describe("refused", () => {
  const nested = (depth: number) =>
    Array.from({ length: depth }).reduce<unknown>(
      (inner) => model("Sequential", [inner]),
      model("Sequential", [input]),
    );
  const applied = (times: number) =>
    model("Functional", [layer("ReLU", {}, { inbound_nodes: Array(times).fill(["x", 0, 0]) })]);
  const empty = model("Functional", [], { name: "a" });

  test.each<[string, unknown, message: string]>([
    ["no model", 7, "m: a Keras model: Invalid input: expected object, received number"],
    ["no layer", model("Sequential", [7]), "m: a layer: Invalid input: expected object"],
    [
      "another class",
      model("Dense", []),
      "m: expected a Sequential or Functional model, got a Dense",
    ],
    ["no layers", model("Sequential", []), "m: a model without layers"],
    [
      "no input",
      model("Sequential", [layer("ReLU")]),
      "m: the shape of its input is nowhere said; build the model, and save it",
    ],
    [
      "nor in the model in it",
      model("Sequential", [empty]),
      "m: the shape of its input is nowhere said; build the model, and save it",
    ],
    ["too deep", nested(17), "m: models are too deep within each other"],
    ["too often", applied(10_001), "m: expected up to 10000 uses of its layers, got 10001"],
  ])("%s", (_, json, message) => {
    expect(() => parseNetwork(json, "m")).toThrow(SpecError);
    expect(() => parseNetwork(json, "m")).toThrow(message);
  });

  test("up to there, all is read", () => {
    expect(parseNetwork(nested(16), "m").layers).toHaveLength(2);
    expect(parseNetwork(applied(10_000), "m").layers).toHaveLength(1);
  });
});
