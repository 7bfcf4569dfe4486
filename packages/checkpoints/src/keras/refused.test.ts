import { SpecError, UnsupportedError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import {
  by,
  functional,
  layer,
  lower as lowerChain,
  lowerModel,
  taking,
} from "./testing/models.js";

type Layer = ReturnType<typeof layer>;

const lower = (...layers: readonly Layer[]) => lowerChain(layers);

describe("layers that are not read are named", () => {
  const refuses = (run: () => unknown, message: string): void => {
    expect(run).toThrow(UnsupportedError);
    expect(run).toThrow(`m.keras: cannot be run here: ${message}`);
  };

  test("Lambda, and with it all others", () => {
    const lambda = layer("Lambda", { name: "lambda_1", function: { class_name: "__lambda__" } });
    refuses(
      () => lower(lambda, layer("Flatten"), layer("LSTM", { units: 3 })),
      "Lambda (layer lambda_1); LSTM (layer lstm); export it in Python: " +
        'model.export("model.onnx", format="onnx"), ' +
        "or python -m tf2onnx.convert --keras FILE --output model.onnx",
    );
  });

  test.each([
    ["one's own", { module: "my.layers", registered_name: "mine>Dense" }],
    ["an operation of the same name", { module: "keras.src.ops.numpy" }],
  ])("%s", (_, more) => {
    refuses(() => lower(layer("Average", {}, more)), "Average (layer average);");
  });

  test.each<[Layer, string]>([
    [layer("Activation", { activation: "mish" }), "activation mish (layer activation)"],
    [layer("Activation", { activation: "exponential" }), "activation exponential"],
    [
      layer("Activation", { activation: { class_name: "function", config: "relu" } }),
      "activation relu of one's own",
    ],
    [layer("Activation", { activation: { class_name: "relu", config: {} } }), "activation relu"],
    [layer("Activation", { activation: {} }), "activation that is not named"],
    [layer("Activation", { activation: 7 }), "activation that is not named"],
    [layer("ReLU", { threshold: 1 }), "threshold 1 of ReLU (layer relu)"],
    [layer("MaxPooling2D", { data_format: "channels_first" }), "data_format channels_first"],
    [layer("Softmax", { axis: 1 }), "Softmax along axis 1"],
    [layer("Reshape", { target_shape: [5, -1] }), "Reshape to (5,-1) of values of shape (4,4,2)"],
    [layer("Permute", { dims: [1, 2] }), "Permute 1,2 of shape (4,4,2)"],
    [layer("Concatenate", { axis: 0 }), "Concatenate along axis 0"],
    [layer("Softmax", { axis: [2, 3] }), "Softmax along axis 2,3"],
    [layer("Softmax", { axis: 0 }), "Softmax along axis 0"],
    [layer("Concatenate", { axis: 4 }), "Concatenate along axis 4"],
    [layer("Concatenate", { axis: -4 }), "Concatenate along axis -4"],
    [layer("Reshape", { target_shape: [-4, -8] }), "Reshape to (-4,-8)"],
    [layer("Reshape", { target_shape: [8, 2] }), "Reshape to (8,2)"],
    [layer("Normalization", { axis: 1, mean: 0, variance: 1 }), "axis 1 of Normalization"],
    [layer("Normalization", { axis: [2, 3], mean: 0, variance: 1 }), "axis 2,3 of Normalization"],
    [layer("Normalization", { mean: 0, variance: 1, invert: true }), "invert of Normalization"],
    [layer("Normalization", { mean: [0, 1, 2], variance: 1 }), "Normalization by 3 numbers"],
    [layer("Normalization", { mean: 0, variance: [1, 1, 1] }), "Normalization by 3 numbers"],
    [
      layer("Normalization", { axis: null, mean: [0, 1], variance: 1 }),
      "Normalization by 2 numbers",
    ],
    [layer("Normalization", { mean: [], variance: 1 }), "Normalization by what is no list"],
    [layer("Normalization", { mean: 0, variance: ["1"] }), "Normalization by what is no list"],
    [layer("Rescaling", { scale: [1, 2, 3] }), "Rescaling by 3 numbers of 2 channels"],
    [layer("Rescaling", { scale: 1, offset: [1, 2, 3] }), "Rescaling by 3 numbers of 2 channels"],
    [layer("BatchNormalization", { axis: 1 }), "axis 1 of BatchNormalization"],
    [layer("BatchNormalization", { axis: [2, 3] }), "axis 2,3 of BatchNormalization"],
    [layer("BatchNormalization", { renorm: true }), "renorm of BatchNormalization"],
    ...[
      "AveragePooling2D",
      "GlobalAveragePooling2D",
      "GlobalMaxPooling2D",
      "Flatten",
      "ZeroPadding2D",
    ].map((name): [Layer, string] => [
      layer(name, { data_format: "channels_first" }),
      "data_format channels_first",
    ]),
  ])("%o", (one, message) => refuses(() => lower(one), message));

  // The graph's operations are along the first axis, where Keras' are along the last.
  test.each(["BatchNormalization", "Dense"])("%s of values of two axes", (name) => {
    const square = layer("Reshape", { target_shape: [8, 4] });
    refuses(() => lower(square, layer(name, { units: 1 })), name === "Dense" ? "Dense of values of shape (8,4)" : "axis -1 of BatchNormalization of values of shape (8,4)"); // prettier-ignore
  });

  test("an activation of a million characters, in few words", () => {
    const long = layer("Activation", { activation: "a".repeat(1_000_000) });
    expect(() => lower(long)).toThrow(/^.{500,1000}$/s);
  });

  test("numbers of which some channels have none", () => {
    const rgb = { class_name: "InputLayer", config: { name: "x", batch_shape: [null, 4, 4, 3] } };
    const scaled = layer("Rescaling", { scale: [1, 2, 3], offset: [1, 2] });
    const config = { name: "m", layers: [rgb, scaled] };
    refuses(() => lowerModel({ class_name: "Sequential", config }), "Rescaling by 3 numbers");
  });

  test("values that do not meet", () => {
    const meet = (className: string, given: readonly unknown[], ...before: readonly Layer[]) => {
      const last = layer(className, { name: "y" }, { inbound_nodes: [{ args: [given] }] });
      return () => lowerModel(functional([...before, last], [["y", 0, 0]]));
    };
    const [x, flat] = [taking("x"), taking("flat")];
    const flatten = layer("Flatten", { name: "flat" }, by(x));
    refuses(meet("Add", [x]), "Add of one value (layer y)");
    refuses(meet("Average", [x]), "Average of one value (layer y)");
    refuses(meet("Multiply", [x, flat], flatten), "Multiply of values of shapes (4,4,2) and (32)");
    const rows = layer("Reshape", { name: "rows", target_shape: [8, 4] }, by(x));
    const row = layer("Reshape", { name: "row", target_shape: [32] }, by(x));
    refuses(meet("Add", [taking("rows"), taking("row")], rows, row), "Add of values of shapes (8,4) and (32)"); // prettier-ignore
    refuses(meet("Subtract", [x]), "Subtract of one value (layer y)");
    refuses(meet("Subtract", [x, x, x]), "Subtract of 3 values (layer y)");
    refuses(meet("TrueDivide", [x, x]), "a division by what is no number, or 0, (layer y)");
    refuses(meet("Divide", [x, x]), "a division by what is no number, or 0, (layer y)");
    refuses(meet("ReLU", [x, x]), "ReLU of 2 values (layer y)");
    const config = { name: "y", axis: -1 };
    const concat = layer("Concatenate", config, { inbound_nodes: [{ args: [[x, flat]] }] });
    refuses(() => lowerModel(functional([flatten, concat], [["y", 0, 0]])), "Concatenate along axis -1"); // prettier-ignore
  });

  test("what is given to a model beside values, or in place of them", () => {
    const inner = functional([layer("ReLU", { name: "a" }, by(taking("x")))], [["a", 0, 0]]);
    const used = (call: object) =>
      functional([{ ...inner, config: { ...inner.config, name: "y" }, inbound_nodes: [call] }], [["y", 0, 0]]); // prettier-ignore
    const [x] = [taking("x")];
    expect(lowerModel(used({ args: [x], kwargs: { training: false, mask: null } })).graph.nodes).toHaveLength(2); // prettier-ignore
    refuses(() => lowerModel(used({ args: [x], kwargs: { training: true } })), "Functional that is given training (layer y)"); // prettier-ignore
    expect(() => lowerModel(used({ args: [[x, x]] }))).toThrow("y takes 1 values, got 2");
  });

  test("calls that are none", () => {
    const called = (call: unknown) => {
      const relu = layer("ReLU", { name: "y" }, { inbound_nodes: [call] });
      return () => lowerModel(functional([relu], [["y", 0, 0]]));
    };
    const deep = (levels: number) => Array.from({ length: levels }).reduce<unknown>((inner) => [inner], taking("x")); // prettier-ignore
    expect(called({ args: deep(8) })().graph.nodes[0]?.op).toBe("relu");
    expect(called({ args: [taking("x"), null] })().graph.nodes[0]?.op).toBe("relu");
    expect(called([["x", 0, 0, { training: false }]])().graph.nodes[0]?.op).toBe("relu");
    expect(called({ args: deep(9) })).toThrow("y takes nothing");
    expect(called(7)).toThrow("y takes nothing");
    refuses(called({ args: [taking("x"), 1, 2] }), "ReLU that is given an argument, an argument");
    refuses(called({ args: [taking("x"), "relu"] }), "ReLU that is given an argument (layer y)");
    refuses(called([["x", 0, 0, { training: true }]]), "ReLU that is given training (layer y)");
  });

  test("what is given to a layer beside values", () => {
    const training = { inbound_nodes: [{ args: [taking("x")], kwargs: { training: true } }] };
    const dropout = layer("Dropout", { name: "d" }, training);
    const model = functional([dropout], [["d", 0, 0]]);
    refuses(() => lowerModel(model), "Dropout that is given training (layer d)");
    const relu = functional([layer("ReLU", { name: "a" }, by(taking("x"), 1))], [["a", 0, 0]]);
    refuses(() => lowerModel(relu), "ReLU that is given an argument (layer a)");
    const add = functional([layer("Add", { name: "a" }, by([taking("x"), 1]))], [["a", 0, 0]]);
    refuses(() => lowerModel(add), "Add that is given an argument (layer a)");
    const by0 = functional([layer("TrueDivide", { name: "a" }, by(taking("x"), 0))], [["a", 0, 0]]);
    refuses(() => lowerModel(by0), "a division by what is no number, or 0, (layer a)");
    const over = functional(
      [layer("TrueDivide", { name: "a" }, by(1, taking("x")))],
      [["a", 0, 0]],
    );
    refuses(() => lowerModel(over), "a division by what is no number, or 0, (layer a)");
    const two = functional([layer("Add", { name: "a" }, by([taking("x"), taking("x")], 1))], [["a", 0, 0]]); // prettier-ignore
    refuses(() => lowerModel(two), "Add that is given an argument (layer a)");
  });

  test("several inputs", () => {
    const model = functional([], [["x", 0, 0]]);
    const config = { ...model.config, input_layers: [["x", 0, 0], ["x", 0, 0]] }; // prettier-ignore
    refuses(() => lowerModel({ ...model, config }), "2 inputs, where one is taken");
  });

  test("an input of any size", () => {
    const any = {
      class_name: "InputLayer",
      config: { name: "x", batch_shape: [null, null, 4, 1] },
    };
    const config = { layers: [any, layer("Flatten")] };
    refuses(() => lowerModel({ class_name: "Sequential", config }), "an input of shape (any,4,1)");
  });
});

describe("of several outputs", () => {
  const layers = [layer("ReLU", { name: "a" }, by(taking("x"))), layer("ReLU", { name: "b" }, by(taking("a")))]; // prettier-ignore
  const model = functional(layers, [["a", 0, 0], ["b", 0, 0]]); // prettier-ignore

  test("one is named", () => {
    expect(() => lowerModel(model)).toThrow("it has 2 outputs: a, b; say which with --output");
    expect(() => lowerModel(functional([], []))).toThrow("expected one of its outputs , got none");
    expect(() => lowerModel(model, { output: "c" })).toThrow(
      "expected one of its outputs a, b, got c",
    );
    expect(lowerModel(model, { output: "b" }).graph.nodes.map(({ op }) => op)).toEqual(["relu", "relu", "transpose"]); // prettier-ignore
  });
});

describe("malformed models are refused", () => {
  const refuses = (model: unknown, message: string): void => {
    expect(() => lowerModel(model)).toThrow(SpecError);
    expect(() => lowerModel(model)).toThrow(message);
  };

  test("layers that wait for each other", () => {
    const layers = [
      layer("ReLU", { name: "a" }, by(taking("b"))),
      layer("ReLU", { name: "b" }, by(taking("a"))),
    ];
    refuses(functional(layers, [["b", 0, 0]]), "nothing makes what b should give");
  });

  test("models within each other, without end", () => {
    let model: unknown = { class_name: "Sequential", config: { layers: [] } };
    for (let i = 0; i < 100; i++) model = { class_name: "Sequential", config: { layers: [model] } };
    refuses(model, "models are too deep within each other");
  });

  test.each([
    ["no layers", { class_name: "Sequential", config: { layers: [] } }],
    ["no config", { class_name: "Sequential" }],
    ["another class", { class_name: "Dense", config: { layers: [] } }],
    ["a number", 7],
    ["null", null],
  ])("%s", (_, model) => refuses(model, "m.keras: "));

  test("weights that are not there, or too many", () => {
    expect(() => lower(layer("Flatten"), layer("Dense", { units: 3 }))).toThrow(
      "m.keras: dense (Dense): expected kernel, bias, got 0 arrays",
    );
  });
});
