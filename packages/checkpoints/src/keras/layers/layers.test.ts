import { CheckpointError, SpecError, UnsupportedError } from "@evalpool/errors";
import { bind, forward } from "@evalpool/models";
import { describe, expect, test } from "vitest";
import { layer, lower, type Shapes } from "../testing/models.js";

type Layer = ReturnType<typeof layer>;

/** What a chain gives of 1, 2, … 32, in Keras' order `[4, 4, 2]`. */
function given(...layers: readonly Layer[]) {
  const { graph, parameters } = lower(layers);
  const x = Float64Array.from({ length: 32 }, (_, i) => 1 + (i % 16) * 2 + Math.floor(i / 16));
  const { data, shape } = forward(bind(graph, parameters, "m"), { data: x, shape: [1, 2, 4, 4] });
  return { data: [...data], shape };
}

describe("what a config leaves out is as Keras has it, and what it says may be in other words", () => {
  const conv: Shapes = { "conv2d/kernel": [3, 3, 2, 2], "conv2d/bias": [2] };
  const depthwise: Shapes = { "depthwiseconv2d/k": [3, 3, 2, 1], "depthwiseconv2d/b": [2] };
  const separable: Shapes = { "separableconv2d/d": [3, 3, 2, 1], "separableconv2d/p": [1, 1, 2, 2], "separableconv2d/b": [2] }; // prettier-ignore
  const norm = Object.fromEntries(["g", "b", "m", "v"].map((name) => [`batchnormalization/${name}`, [2]])); // prettier-ignore
  const window = { kernel_size: [3, 3], strides: [1, 1], dilation_rate: [1, 1], padding: "valid" };
  const rest = { use_bias: true, activation: "linear", data_format: "channels_last" };

  test.each<[className: string, short: object, long: object, shapes?: Shapes]>([
    ["Conv2D", { filters: 2, kernel_size: 3 }, { filters: 2, groups: 1, ...window, ...rest }, conv],
    ["DepthwiseConv2D", { kernel_size: 3 }, { depth_multiplier: 1, ...window, ...rest }, depthwise],
    ["SeparableConv2D", { filters: 2, kernel_size: 3 }, { filters: 2, depth_multiplier: 1, ...window, ...rest }, separable], // prettier-ignore
    ["Dense", { units: 3 }, { units: 3, use_bias: true, activation: null }, { "dense/kernel": [2, 3], "dense/bias": [3] }], // prettier-ignore
    ["MaxPooling2D", {}, { pool_size: [2, 2], strides: [2, 2], padding: "valid" }],
    ["MaxPooling2D", { pool_size: 2, strides: null }, { pool_size: [2, 2], strides: 2 }],
    ["AveragePooling2D", {}, { pool_size: [2, 2], strides: [2, 2], padding: "valid" }],
    ["GlobalAveragePooling2D", {}, { keepdims: false, data_format: "channels_last" }],
    ["GlobalMaxPooling2D", {}, { keepdims: false, data_format: "channels_last" }],
    ["BatchNormalization", {}, { axis: -1, epsilon: 1e-3, center: true, scale: true }, norm],
    ["BatchNormalization", { axis: 3 }, { axis: [-1] }, norm],
    ["Normalization", {}, { axis: -1, mean: null, variance: null }, { "normalization/m": [2], "normalization/v": [2] }], // prettier-ignore
    ["ELU", {}, { alpha: 1 }],
    ["ELU", { alpha: 0.5 }, { alpha: { type: "ndarray", value: 0.5 } }],
    ["LeakyReLU", {}, { alpha: 0.3 }],
    ["LeakyReLU", { negative_slope: 0.5 }, { alpha: { type: "ndarray", value: 0.5 } }],
    ["ReLU", {}, { max_value: null, negative_slope: 0, threshold: 0 }],
    ["ReLU", { max_value: 6 }, { max_value: { type: "ndarray", value: 6 } }],
    ["Softmax", {}, { axis: -1 }],
    ["Softmax", { axis: [-1] }, { axis: 3 }],
    ["Softmax", { axis: [3] }, { axis: 3 }],
    ["ZeroPadding2D", {}, { padding: [[1, 1], [1, 1]] }], // prettier-ignore
    ["ZeroPadding2D", { padding: 2 }, { padding: [2, 2] }],
    ["ZeroPadding2D", { padding: [1, 2] }, { padding: [[1, 1], [2, 2]] }], // prettier-ignore
    ["Activation", { activation: "swish" }, { activation: "silu" }],
    ["Activation", { activation: "hard_swish" }, { activation: "hard_silu" }],
  ])("%s %j is %j", (className, short, long, shapes) => {
    const graphOf = (config: object) => lower([layer(className, config)], shapes);
    expect(graphOf(short)).toEqual(graphOf(long));
    expect(graphOf(short).graph.nodes.length).toBeGreaterThan(0);
  });

  // The image is of 4 × 4 pixels.
  test("a window that does not fit in any more is none", () => {
    expect(given(layer("MaxPooling2D", { pool_size: 3 })).shape).toEqual([1, 1, 1, 2]);
    expect(given(layer("AveragePooling2D", { pool_size: 3 })).shape).toEqual([1, 1, 1, 2]);
  });
});

describe("values keep Keras' order under other shapes", () => {
  const counted = Array.from({ length: 32 }, (_, i) => i + 1);
  const reshape = (...shape: readonly number[]) => layer("Reshape", { name: shape.join(), target_shape: shape }); // prettier-ignore
  const flatten = (name: string) => layer("Flatten", { name });

  test.each<[string, Layer[], number[]]>([
    ["Flatten", [flatten("a")], [32]],
    ["of flat values", [flatten("a"), flatten("b")], [32]],
    ["of rows", [reshape(8, 4), flatten("a")], [32]],
    ["Reshape to four axes", [reshape(2, 2, 4, 2)], [2, 2, 4, 2]],
    ["to what it is", [reshape(4, 4, 2)], [4, 4, 2]],
    ["of flat values to what they are", [flatten("a"), reshape(32)], [32]],
    ["Permute of flat values", [flatten("a"), layer("Permute", { dims: [1] })], [32]],
  ])("%s", (_, layers, shape) => {
    expect(given(...layers)).toEqual({ data: counted, shape: [1, ...shape] });
  });

  test("Softmax is along the last axis of rows", () => {
    const { data } = given(reshape(16, 2), layer("Softmax"));
    const one = 1 / (1 + Math.exp(-1));
    for (const [i, value] of data.entries()) expect(value).toBeCloseTo(i % 2 ? one : 1 - one, 10);
  });
});

describe("refused", () => {
  const flat = (one: Layer) => () => lower([layer("Flatten"), one]);
  const conv = { filters: 1, kernel_size: 1 };
  const refuses = (run: () => unknown, message: string): void => {
    expect(run).toThrow(UnsupportedError);
    expect(run).toThrow(`m.keras: cannot be run here: ${message}`);
  };

  test.each([
    ...["Conv2D", "DepthwiseConv2D", "SeparableConv2D", "AveragePooling2D", "MaxPooling2D"],
    ...["GlobalAveragePooling2D", "GlobalMaxPooling2D", "ZeroPadding2D"],
  ])("%s of flat values", (name) => {
    refuses(
      flat(layer(name, conv)),
      `${name} of values of shape (32) (layer ${name.toLowerCase()})`,
    );
  });

  test.each(["Conv2D", "DepthwiseConv2D", "SeparableConv2D"])("%s of channels first", (name) => {
    const first = layer(name, { ...conv, data_format: "channels_first" });
    refuses(() => lower([first]), "data_format channels_first");
  });

  test.each<[activation: unknown, told: string]>([
    ["toString", "toString"],
    [{ class_name: "function", config: 7 }, "function"],
    [{ class_name: "mine", config: "Mine" }, "mine"],
    [{ toString: "relu" }, "that is not named"],
  ])("activation %j", (activation, told) => {
    refuses(
      () => lower([layer("Activation", { activation })]),
      `activation ${told} (layer activation)`,
    );
  });

  test.each<[string, Layer]>([
    ["axis 3,2 of BatchNormalization", layer("BatchNormalization", { axis: [3, 2] })],
    ["axis 3,-1 of Normalization", layer("Normalization", { axis: [3, -1] })],
    ["Normalization by what is no list of numbers", layer("Normalization", { mean: [0, "1"], variance: 1 })], // prettier-ignore
    ["Softmax along axis 3,2", layer("Softmax", { axis: [3, 2] })],
    ["Softmax along axis 1", layer("Softmax", { axis: 1 })],
    ["Softmax along axis ", layer("Softmax", { axis: [] })],
  ])("%s", (message, one) => refuses(() => lower([one]), message));

  test("Normalization by nothing", () => {
    const shapes = { "normalization/mean": [0], "normalization/variance": [0] };
    refuses(() => lower([layer("Normalization")], shapes), "Normalization by nothing (layer");
  });

  const maps = "(4,4,2)";
  test.each<[slopes: number[], of: string, before: Layer[]]>([
    [[4, 4, 2], maps, []],
    [[1, 4, 2], maps, []],
    [[4, 1, 2], maps, []],
    [[1, 1, 1], maps, []],
    [[1, 1], maps, []],
    [[2], maps, []],
    [[8, 4], "(8,4)", [layer("Reshape", { target_shape: [8, 4] })]],
    [[1, 4], "(8,4)", [layer("Reshape", { target_shape: [8, 4] })]],
  ])("PReLU with slopes %j of %s", (slopes, of, before) => {
    refuses(
      () => lower([...before, layer("PReLU")], { "prelu/alpha": slopes }),
      `PReLU with slopes (${slopes.join()}) for values of shape ${of} (layer prelu)`,
    );
  });
});

describe("what is wrong with a layer is told by its name", () => {
  const window = { filters: 1, kernel_size: 1 };

  test.each<[className: string, config: object, roles: string]>([
    ["Conv2D", window, "kernel, bias"],
    ["Conv2D", { ...window, use_bias: false }, "kernel"],
    ["DepthwiseConv2D", window, "kernel, bias"],
    ["SeparableConv2D", window, "depthwise_kernel, pointwise_kernel, bias"],
    ["Dense", { units: 1 }, "kernel, bias"],
    ["BatchNormalization", {}, "gamma, beta, moving_mean, moving_variance"],
    ["BatchNormalization", { center: false, scale: false }, "moving_mean, moving_variance"],
    ["PReLU", {}, "alpha"],
    ["Normalization", {}, "mean, variance"],
  ])("%s %j without arrays", (className, config, roles) => {
    const run = () => lower([layer(className, { name: "a", ...config })]);
    expect(run).toThrow(CheckpointError);
    expect(run).toThrow(`m.keras: a (${className}): expected ${roles}, got 0 arrays`);
  });

  test.each<[className: string, config: object, problem: string]>([
    ["Conv2D", { kernel_size: 1 }, "filters: Invalid input: expected number, received undefined"],
    ["Conv2D", { filters: 0, kernel_size: 1 }, "filters: Too small"],
    ["Conv2D", { filters: 1, kernel_size: [0, 1] }, "kernel_size"],
    ["Conv2D", { ...window, padding: "full" }, "padding: Invalid option"],
    ["MaxPooling2D", { pool_size: [1, 2, 3] }, "pool_size"],
    ["ELU", { alpha: "1" }, "alpha"],
    ["ZeroPadding2D", { padding: [-1, 1] }, "padding"],
    ["BatchNormalization", { epsilon: -1 }, "epsilon: Too small"],
  ])("%s %j", (className, config, problem) => {
    const run = () => lower([layer(className, { name: "a", ...config })]);
    expect(run).toThrow(SpecError);
    expect(run).toThrow(`m.keras: a: ${problem}`);
  });

  test("a window that is larger than the image", () => {
    const run = () => lower([layer("MaxPooling2D", { name: "a", pool_size: 5 })]);
    expect(run).toThrow(SpecError);
    expect(run).toThrow("m.keras: a: ");
  });

  const [flatten, dense] = [layer("Flatten"), layer("Dense", { units: 3, use_bias: false })];
  const depthwise = layer("DepthwiseConv2D", { kernel_size: 3, use_bias: false });

  test.each<[Layer[], Shapes]>([
    [[flatten, dense], { "dense/kernel": [7, 3] }],
    [[flatten, dense], { "dense/kernel": [32] }],
    [[flatten, dense], { "dense/kernel": [32, 3, 1] }],
    [[depthwise], { "depthwiseconv2d/kernel": [3, 3, 2] }],
    [[depthwise], { "depthwiseconv2d/kernel": [3, 3, 2, 1, 1] }],
  ])("%j with an array of another shape: %j", (layers, shapes) => {
    const { graph, parameters } = lower(layers, shapes);
    const run = () => bind(graph, parameters, "m.keras");
    expect(run).toThrow(CheckpointError);
    expect(run).toThrow(`m.keras: not the weights of m: ${Object.keys(shapes)[0]!}: `);
  });
});

test("BatchNormalization without scale and shift has ones and zeros in their place", () => {
  const norm = layer("BatchNormalization", { name: "n", center: false, scale: false });
  const { graph, parameters } = lower([norm], { "n/mean": [2], "n/variance": [2] });
  expect([...parameters].map(([name, { data }]) => [name, ...data])).toEqual([
    ["n/gamma", 1, 1],
    ["n/beta", 0, 0],
    ["n/mean", 1, 2],
    ["n/variance", 1, 2],
  ]);
  expect(graph.nodes[0]?.parameters).toEqual({
    scale: { name: "n/gamma", stored: "canonical" },
    bias: { name: "n/beta", stored: "canonical" },
    mean: { name: "n/mean", stored: "canonical" },
    variance: { name: "n/variance", stored: "canonical" },
  });
});

test("numbers of a config are parameters of the layer, one or as many as there are channels", () => {
  const { parameters } = lower([
    layer("Rescaling", { name: "a", scale: 2 }),
    layer("Rescaling", { name: "b", scale: [2, 3], offset: 1 }),
  ]);
  expect([...parameters]).toEqual([
    ["a/factor", { data: Float64Array.of(2), shape: [1] }],
    ["a/offset", { data: Float64Array.of(0), shape: [1] }],
    ["b/factor", { data: Float64Array.of(2, 3), shape: [2, 1, 1] }],
    ["b/offset", { data: Float64Array.of(1, 1), shape: [2, 1, 1] }],
  ]);
});
