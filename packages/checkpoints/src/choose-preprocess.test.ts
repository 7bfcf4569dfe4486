import { lowerSpec, type Layer, type Model } from "@evalpool/models";
import { expect, test } from "vitest";
import { choosePreprocess } from "./choose-preprocess.js";

function modelOf(layers: readonly Layer[], parameters: Model["parameters"] = new Map()): Model {
  return { graph: lowerSpec({ id: "net", input: [1, 2, 2], layers }), parameters };
}

const relu: Layer = { type: "relu" };

test("where nobody says anything, v/255 is assumed", () => {
  const { graph, source } = choosePreprocess(modelOf([relu]), false);
  expect(graph.preprocess).toEqual({ scale: 1 / 255 });
  expect(source).toBe("assumed");
});

test("what the file says stays as it is", () => {
  const model = modelOf([relu]);
  const said = { ...model, graph: { ...model.graph, preprocess: { invert: true as const } } };
  const { graph, source } = choosePreprocess(said, true);
  expect(graph.preprocess).toEqual({ invert: true });
  expect(source).toBe("model");
});

// As exporters write it: pixels go in as they are.
test.each<[string, Layer[], Model["parameters"]]>([
  ["divides by 255", [{ type: "scale", divisor: 255 }, relu], new Map()],
  [
    "multiplies by 1/127.5 and subtracts 1, behind a reshape",
    [
      { type: "reshape", shape: [4] },
      { type: "affine", shape: [1], factor: "f", offset: "o" },
      relu,
    ],
    new Map([
      ["f", { data: Float32Array.of(1 / 127.5), shape: [1] }],
      ["o", { data: Float32Array.of(-1), shape: [1] }],
    ]),
  ],
])("a network that itself %s is given pixels", (_, layers, parameters) => {
  const { graph, source } = choosePreprocess(modelOf(layers, parameters), false);
  expect(graph.preprocess).toEqual({});
  expect(source).toBe("model");
});

test("one that only subtracts a mean is given v/255 first", () => {
  const layers: Layer[] = [{ type: "affine", shape: [1], offset: "o" }, relu];
  const parameters = new Map([["o", { data: Float32Array.of(-0.1307), shape: [1] }]]);
  const { source } = choosePreprocess(modelOf(layers, parameters), false);
  expect(source).toBe("assumed");
});

test("the caller's word counts, part by part", () => {
  const model = modelOf([relu]);
  expect(choosePreprocess(model, false, { mean: 0.1307, std: 0.3081 })).toMatchObject({
    graph: { preprocess: { scale: 1 / 255, mean: [0.1307], std: [0.3081] } },
    source: "caller",
  });
  for (const said of [{ mean: 0.5 }, { std: 0.5 }]) {
    expect(choosePreprocess(model, false, said).source).toBe("caller");
  }
  expect(choosePreprocess(model, false, { scale: 1 })).toMatchObject({
    graph: { preprocess: { scale: 1 } },
    source: "caller",
  });
  // Of inverted pixels it is still assumed what they are divided by.
  expect(choosePreprocess(model, false, { invert: true })).toMatchObject({
    graph: { preprocess: { scale: 1 / 255, invert: true } },
    source: "assumed",
  });
});
