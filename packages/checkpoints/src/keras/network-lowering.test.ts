import { SpecError, UnsupportedError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { by, functional, input, layer, lowerModel, taking } from "./testing/models.js";

const relu = (name: string, of: string) => layer("ReLU", { name }, by(taking(of)));

const names = (model: unknown) => lowerModel(model).graph.nodes.map(({ name }) => name);

test("layers stand in any order, the input among them", () => {
  const layers = [relu("c", "b"), relu("b", "a"), relu("a", "x")];
  const { config, ...model } = functional(layers, [["c", 0, 0]]);
  expect(names({ ...model, config })).toEqual(["a", "b", "c", "c:2"]);
  expect(names({ ...model, config: { ...config, layers: config.layers.toReversed() } })).toEqual(
    names({ ...model, config }),
  );
});

test("an input is what is given, whatever it is said to take", () => {
  const { config, ...model } = functional([relu("a", "x")], [["a", 0, 0]]);
  const [x, ...others] = config.layers;
  const layers = [{ ...x, inbound_nodes: [{ args: [], kwargs: {} }] }, ...others];
  expect(names({ ...model, config: { ...config, layers } })).toEqual(["a", "a:2"]);
});

test("a number beside a value is a parameter of its layer", () => {
  const twice = { inbound_nodes: [{ args: [taking("x"), 2] }] };
  const { parameters } = lowerModel(functional([layer("Multiply", { name: "y" }, twice)], [["y", 0, 0]])); // prettier-ignore
  expect([...parameters]).toEqual([["y/factor", { data: Float64Array.of(2), shape: [1] }]]);
});

describe("a model in a model", () => {
  const within = (outputs: unknown) => {
    const { config, ...model } = functional([relu("a", "x"), relu("b", "x")], outputs);
    const inner = { ...model, config: { ...config, name: "inner" }, ...by(taking("x")) };
    return functional([inner], [["inner", 0, 0]]);
  };

  test("gives its output", () => {
    expect(names(within([["b", 0, 0]]))).toEqual(["a", "b", "b:2"]);
  });

  test.each<[unknown[], string]>([
    [[["a", 0, 0], ["b", 0, 0]], "a model of 2 outputs within another (layer inner)"], // prettier-ignore
    [[], "a model of 0 outputs within another (layer inner)"],
  ])("of outputs %j is refused", (outputs, message) => {
    expect(() => lowerModel(within(outputs))).toThrow(UnsupportedError);
    expect(() => lowerModel(within(outputs))).toThrow(message);
  });
});

describe("up to 10,000 layers are applied, models and those in them each time", () => {
  const times = (count: number) => Array.from({ length: count }, () => ({ args: [taking("x")] }));
  const many = layer("ReLU", { name: "a" }, { inbound_nodes: times(5000) });
  const inner = functional([many], [["a", 0, 0]]);
  const used = (calls: number, more: number) =>
    functional(
      [
        { ...inner, config: { ...inner.config, name: "i" }, inbound_nodes: times(calls) },
        layer("ReLU", { name: "b" }, { inbound_nodes: times(more) }),
      ],
      [["i", 0, 0]],
    );

  test("10,000 are", () => expect(names(used(1, 4999))).toHaveLength(10_000));

  test("10,001 are not", () => {
    expect(() => lowerModel(used(1, 5000))).toThrow("m.keras: more than 10000 layers are applied");
  });
});

describe("the input of a model", () => {
  const said = (config: object, more: object = {}) => {
    const { config: model } = functional([relu("a", "x")], [["a", 0, 0]]);
    const layers = [layer("InputLayer", { name: "x", ...config }), ...model.layers.slice(1)];
    return { class_name: "Functional", config: { ...model, layers, ...more } };
  };
  const pixels = input.config;

  test.each<[unknown, typeof SpecError | typeof UnsupportedError, string]>([
    [said(pixels, { input_layers: [] }), SpecError, "m.keras: its input is none of its layers"],
    [said(pixels, { input_layers: [["y", 0, 0]] }), SpecError, "its input is none of its layers"],
    [said({ batch_shape: [null] }), SpecError, "m.keras: x: batch_shape: Too small"],
    [said({ batch_shape: [null, 2.5] }), SpecError, "m.keras: x: batch_shape.1: Invalid input"],
    [said({}), UnsupportedError, "an input of shape (), where images of one size are taken, (layer x)"], // prettier-ignore
    [said({ batch_shape: [null, 2, 4, 4, 2] }), UnsupportedError, "an input of shape (2,4,4,2)"],
    [said({ batch_shape: [null, 0, 4] }), UnsupportedError, "an input of shape (0,4)"],
  ])("%# is refused", (model, kind, message) => {
    expect(() => lowerModel(model)).toThrow(kind);
    expect(() => lowerModel(model)).toThrow(message);
  });

  test("is said in Keras 2's words too", () => {
    const { graph } = lowerModel(said({ batch_input_shape: pixels.batch_shape }));
    expect(graph.input).toEqual({ value: "x", shape: [2, 4, 4] });
  });
});
