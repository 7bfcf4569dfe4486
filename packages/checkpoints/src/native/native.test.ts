import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError, EvalpoolError } from "@evalpool/errors";
import {
  bind,
  canonicalForm,
  forward,
  lowerSpec,
  parametersOf,
  zoo,
  type FloatTensor,
  type Graph,
  type Model,
} from "@evalpool/models";
import { writeSafetensors } from "../safetensors.js";
import { changes, damaged } from "../testing/damage.js";
import { hasGraph, readNative } from "./read-native.js";
import { writeNetwork } from "./write-network.js";

/** A network with weights that are as good as any. */
function withWeights(graph: Graph): Model {
  const tensors = parametersOf(graph).map(({ name, shape }, at): [string, FloatTensor] => {
    const length = shape.reduce((a, b) => a * b, 1);
    return [
      name,
      { data: Float32Array.from({ length }, (_, i) => ((at + i) % 7) / 8 + 0.1), shape },
    ];
  });
  return { graph, parameters: new Map(tensors) };
}

async function read(bytes: Uint8Array): Promise<Model> {
  const { graph, parameters, saysPreprocess } = await readNative(bytes, "n.safetensors", {});
  expect(saysPreprocess).toBe(true);
  return bind(graph, parameters, "n.safetensors");
}

const formOf = (model: Model) => Buffer.concat([...canonicalForm(model)]);

/** Branches that part and meet, weights of another layout, an output in the middle. */
const branched = lowerSpec({
  id: "branched",
  input: [2, 6, 6],
  image: [2, 6, 6],
  preprocess: { scale: 1 / 255, mean: [0.5, 0.25], std: 0.5 },
  output: "sum",
  layers: [
    { type: "conv2d", name: "a", filters: 2, kernel: 3, padding: 1, weight: "w", layout: "HWIO" },
    { type: "conv2d", name: "b", inputs: ["x"], filters: 2, kernel: 1, weight: "v", bias: "c" },
    { type: "add", name: "sum", inputs: ["a", "b"] },
    { type: "clip", lower: -1 },
    { type: "concat", inputs: ["sum", "a"] },
    { type: "averagePool2d", kernel: [2, 3], ceilMode: true, countsPadding: true },
  ],
});

const networks: [string, Graph][] = [...zoo].map(([id, { graph }]) => [id, graph]);

describe.each([...networks, ["branched", branched] as (typeof networks)[number]])(
  "%s",
  (_, graph) => {
    const model = withWeights(graph);
    const bytes = writeNetwork(model);

    test("is the same network when it is read again", async () => {
      const again = await read(bytes);
      expect(formOf(again)).toEqual(formOf(model));
      expect(again.graph.preprocess).toEqual(graph.preprocess);
      expect(again.graph.id).toBe(graph.id);
    });

    test("gives the same outputs to the bit", async () => {
      const { shape } = graph.input;
      const length = shape.reduce((a, b) => a * b, 1);
      const x = {
        data: Float64Array.from({ length }, (_, i) => (i * 37) % 256),
        shape: [1, ...shape],
      };
      expect(forward(await read(bytes), x)).toEqual(forward(model, x));
    });

    test("is written as it was read", async () => {
      expect(writeNetwork(await read(bytes))).toEqual(bytes);
    });
  },
);

test("values and nodes may have any names, and classes names of their own", async () => {
  const [first, second] = lowerSpec({
    id: "n",
    input: [2],
    layers: [{ type: "relu" }, { type: "tanh" }],
  }).nodes;
  const graph: Graph = {
    id: "n",
    preprocess: { invert: true, scale: 1 / 255, mean: [0.1307], std: [0.3081] },
    input: { value: "input.1", shape: [2] },
    nodes: [
      { ...first!, name: "x", inputs: ["input.1"], output: "x" },
      { ...second!, name: "x", inputs: ["x"], output: "7" },
    ],
    output: "7",
    classNames: ["cat", "dog"],
  };
  const again = await read(writeNetwork({ graph, parameters: new Map() }));
  expect(formOf(again)).toEqual(formOf({ graph, parameters: new Map() }));
  expect(again.graph.classNames).toEqual(["cat", "dog"]);
});

describe("what is no network is refused", () => {
  const noted = (graph: unknown) =>
    writeSafetensors(new Map(), { "evalpool.graph": JSON.stringify(graph) });
  const spec = { id: "n", input: [2], layers: [{ type: "relu" }] };

  test.each([
    [
      "weights alone",
      writeSafetensors(new Map()),
      "got weights alone; describe the network in a spec",
    ],
    [
      "a newer version",
      noted({ version: 2, nets: [] }),
      "expected version 1, got 2; a newer evalpool",
    ],
    ["no version", noted({ spec }), "evalpool.graph: version: "],
    ["a text for a version", noted({ version: "2", spec }), "evalpool.graph: version: "],
    ["a list", noted([]), "evalpool.graph: "],
    ["another field", noted({ version: 1, spec, code: "x" }), "code"],
    [
      "a divisor of 0",
      noted({ version: 1, spec: { ...spec, preprocess: { scale: 0 } } }),
      "preprocess.scale",
    ],
    ["names of classes that are none", noted({ version: 1, spec, classNames: [1] }), "classNames"],
    [
      "a name that is a number",
      noted({ version: 1, spec, classNames: ["a", 1] }),
      "a list of texts",
    ],
    ["a text for names", noted({ version: 1, spec, classNames: "ab" }), "a list of texts"],
    [
      "an object for names",
      noted({ version: 1, spec, classNames: { length: 0 } }),
      "a list of texts",
    ],
    ["no JSON", writeSafetensors(new Map(), { "evalpool.graph": "{" }), "expected JSON"],
    [
      "a field twice",
      writeSafetensors(new Map(), { "evalpool.graph": '{"version":1,"version":1}' }),
      "evalpool.graph: the name version is given twice",
    ],
    [
      "an operation that there is not",
      noted({ version: 1, spec: { ...spec, layers: [{ type: "constructor" }] } }),
      "expected the name of an operation",
    ],
    [
      "an image that is not its input",
      noted({ version: 1, spec: { ...spec, image: [1, 2, 2] } }),
      "image: 1×2×2 is not its input",
    ],
    [
      "a shape of 2^40",
      noted({ version: 1, spec: { ...spec, input: [2 ** 40] } }),
      "expected at most 268,435,456 values",
    ],
    [
      "100,000 nodes",
      noted({
        version: 1,
        spec: { ...spec, layers: Array.from({ length: 100_000 }, () => ({ type: "relu" })) },
      }),
      "expected at most 10,000 layers, got 100,000",
    ],
  ])("%s", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(EvalpoolError);
    await expect(read(bytes)).rejects.toThrow(message);
  });
});

test("why a note is no JSON is kept", async () => {
  const bytes = writeSafetensors(new Map(), { "evalpool.graph": "{" });
  await expect(read(bytes)).rejects.toThrow(
    expect.objectContaining({ cause: expect.any(SyntaxError) as SyntaxError }),
  );
});

test("a file with a network is told from one with weights alone, and from others", () => {
  expect(hasGraph(writeNetwork(withWeights(branched)))).toBe(true);
  expect(hasGraph(writeSafetensors(new Map(), { note: "evalpool" }))).toBe(false);
  // What a tensor holds is no note.
  const data = new Float32Array(1000);
  new Uint8Array(data.buffer).set(Buffer.from('"evalpool.graph"'));
  expect(hasGraph(writeSafetensors(new Map([["w", { data, shape: [1000] }]])))).toBe(false);
  for (const text of ["", "\x01", "{}", "\x89HDF\r\n\x1a\n"]) {
    expect(hasGraph(Buffer.from(text, "latin1"))).toBe(false);
  }
});

test("damaged, it is read or refused", async () => {
  const bytes = writeNetwork(withWeights(branched));
  const property = fc.asyncProperty(changes(bytes.length), async (list) => {
    try {
      await read(damaged(bytes, list));
    } catch (error) {
      expect(error).toBeInstanceOf(EvalpoolError);
    }
  });
  await fc.assert(property, { numRuns: 10_000 });
  await expect(read(bytes.subarray(0, 1000))).rejects.toThrow(CheckpointError);
});
