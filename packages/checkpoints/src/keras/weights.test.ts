import { CheckpointError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import type { Hdf5Dataset, Hdf5Group } from "../hdf5/open-hdf5.js";
import type { KerasLayer, KerasNetwork } from "./network.js";
import { LegacySource, ListedSource, VarsSource } from "./weights.js";

interface Content {
  readonly groups?: Readonly<Record<string, Content>>;
  /** Arrays of a number each; of integers, which are not read, where there is none. */
  readonly arrays?: Readonly<Record<string, number | undefined>>;
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>;
}

/** A group of an HDF5 file, as `openHdf5` gives it. */
function group(content: Content, path = ""): Hdf5Group {
  const { groups = {}, arrays = {}, attributes = {} } = content;
  const at = (name: string) => (path === "" ? name : `${path}/${name}`);
  const dataset = (name: string, value: number | undefined): [string, Hdf5Dataset] => {
    const tensor = value === undefined ? undefined : { data: Float32Array.of(value), shape: [1] };
    return [name, { path: at(name), read: () => tensor }];
  };
  return {
    path,
    attribute: (name) => attributes[name],
    groups: new Map(Object.entries(groups).map(([name, one]) => [name, group(one, at(name))])),
    // By their names, as HDF5 lists them: 10 before 2.
    datasets: new Map(
      Object.entries(arrays)
        .map(([name, value]) => dataset(name, value))
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

const layer = (className: string, name: string): KerasLayer => {
  return { className, name, isCustom: false, config: {}, calls: [] };
};

const networkOf = (...layers: readonly KerasLayer[]): KerasNetwork => {
  return { layers, inputs: [], outputs: [] };
};

/** Names and numbers of arrays. */
function told(arrays: ReturnType<VarsSource["arraysOf"]>) {
  return arrays.map(({ name, tensor }) => [name, ...tensor.data]);
}

function refuses(run: () => unknown, message: string): void {
  expect(run).toThrow(CheckpointError);
  expect(run).toThrow(message);
}

describe("of a .keras archive", () => {
  const vars = (value: number): Content => ({ groups: { vars: { arrays: { 0: value } } } });

  test("groups of a class are its layers in the order of their numbers", () => {
    const groups = {
      conv2d: vars(0),
      conv2d_1: vars(1),
      conv2d_10: vars(10),
      conv2d_2: vars(2),
      // Of other classes.
      conv2d_x1: vars(-1),
      conv2d_1x: vars(-1),
      convol_3: vars(-1),
    };
    const layers = ["a", "b", "c", "d"].map((name) => layer("Conv2D", name));
    const source = new VarsSource(group({ groups: { layers: { groups } } }), networkOf(...layers), "m.keras"); // prettier-ignore
    expect(layers.map((one) => told(source.arraysOf(one)))).toEqual([
      [["layers/conv2d/vars/0", 0]],
      [["layers/conv2d_1/vars/0", 1]],
      [["layers/conv2d_2/vars/0", 2]],
      [["layers/conv2d_10/vars/0", 10]],
    ]);
  });

  // keras.src.utils.naming.to_snake_case
  test.each([
    ["Dense", "dense"],
    ["DepthwiseConv2D", "depthwise_conv2d"],
    ["BatchNormalization", "batch_normalization"],
    ["PReLU", "p_re_lu"],
  ])("a %s is in the group %s", (className, name) => {
    const root = group({ groups: { layers: { groups: { [name]: vars(1) } } } });
    const source = new VarsSource(root, networkOf(layer(className, "a")), "m.keras");
    expect(told(source.arraysOf(layer(className, "a")))).toEqual([[`layers/${name}/vars/0`, 1]]);
  });

  test("arrays of a layer are in the order of their numbers, without integers", () => {
    const arrays = { 10: 10, 2: 2, 0: 0, 1: undefined };
    const dense = { groups: { vars: { arrays } } };
    const root = group({ groups: { _layer_checkpoint_dependencies: { groups: { dense } } } });
    const source = new VarsSource(root, networkOf(layer("Dense", "a")), "m.keras");
    const values = source.arraysOf(layer("Dense", "a")).map(({ tensor }) => tensor.data[0]);
    expect(values).toEqual([0, 2, 10]);
  });

  test("a layer without arrays has none", () => {
    const root = group({ groups: { layers: { groups: { flatten: {} } } } });
    const source = new VarsSource(root, networkOf(layer("Flatten", "a")), "m.keras");
    expect(source.arraysOf(layer("Flatten", "a"))).toEqual([]);
  });

  test("what is not there, or not as often", () => {
    const [a, b] = [layer("Dense", "a"), layer("Dense", "b")];
    const groups = { layers: { groups: { dense: vars(0), dense_1: vars(1), dense_2: vars(2) } } };
    const source = new VarsSource(group({ groups }), networkOf(a, b), "m.keras");
    refuses(
      () => source.arraysOf(b),
      "m.keras: there are no weights of b (Dense), or of more such layers",
    );
    refuses(
      () => new VarsSource(group({}), networkOf(a), "m.keras"),
      "m.keras: expected a group of layers in /",
    );
    refuses(
      () => new VarsSource(group({}, "layers/model"), networkOf(a), "m.keras"),
      "m.keras: expected a group of layers in layers/model",
    );
  });
});

describe("of a list of names", () => {
  const listed = (...names: readonly string[]) => {
    const arrays = names.map((name, i) => {
      return { name, read: () => [{ name, tensor: { data: Float32Array.of(i), shape: [1] } }] };
    });
    return new ListedSource(arrays, "m.json");
  };

  test("those of a layer begin with its name, in a model's after that of the model, or not", () => {
    const source = listed("a/kernel", "a/bias", "m/b/kernel", "m/a/kernel");
    expect(told(source.arraysOf(layer("Dense", "a")))).toEqual([
      ["a/kernel", 0],
      ["a/bias", 1],
    ]);
    expect(told(source.arraysOf(layer("Dense", "b")))).toEqual([["m/b/kernel", 2]]);
    expect(source.arraysOf(layer("Dense", "c"))).toEqual([]);
  });

  test("a layer's name in two models", () => {
    refuses(
      () => listed("m/a/kernel", "n/a/kernel").arraysOf(layer("Dense", "a")),
      "m.json: the weights of a are there twice",
    );
  });
});

describe("of a legacy HDF5 file", () => {
  const kernel = { groups: { a: { arrays: { "kernel:0": 1, "bias:0": 2, steps: undefined } } } };

  test.each<[string, Content["attributes"]]>([
    ["a list", { weight_names: ["a/kernel:0", "a/steps", "a/bias:0"] }],
    ["one", { weight_names: "a/kernel:0", weight_names0: "a/bias:0" }],
    ["pieces", { weight_names0: ["a/kernel:0"], weight_names1: ["a/bias:0"] }],
  ])("a layer's group lists its arrays: %s", (_, attributes) => {
    const root = group({ groups: { block: { groups: { a: { ...kernel, attributes: attributes! } } } } }); // prettier-ignore
    const source = new LegacySource(root, "m.h5");
    expect(told(source.arraysOf(layer("Dense", "block/a")))).toEqual([
      ["block/a/a/kernel:0", 1],
      ["block/a/a/bias:0", 2],
    ]);
  });

  test("a layer without a list has none", () => {
    const source = new LegacySource(group({ groups: { a: {} } }), "m.h5");
    expect(source.arraysOf(layer("Flatten", "a"))).toEqual([]);
  });

  test("what is not there", () => {
    const attributes = { weight_names: ["a/kernel:0", "b/kernel:0"] };
    const lists = { ...kernel, attributes };
    const root = group({ groups: { n: lists, l: { ...lists, attributes: { weight_names: ["a/none"] } } } }); // prettier-ignore
    const source = new LegacySource(root, "m.h5");
    const arraysOf = (name: string) => () => source.arraysOf(layer("Dense", name));
    refuses(arraysOf("x"), "m.h5: there are no weights of x");
    refuses(arraysOf("x/y"), "m.h5: there are no weights of x/y");
    refuses(arraysOf("n"), "m.h5: n lists b/kernel:0, which is not there");
    refuses(arraysOf("l"), "m.h5: l lists a/none, which is not there");
  });
});
