import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { bind, type Model } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import type { Constant } from "./constant.js";
import { decodeModel } from "./decode-model.js";
import { tensorReader } from "./decode-tensor.js";
import { lowerOnnx } from "./lower-onnx.js";
import { TensorProtoSchema } from "./onnx.generated.js";
import { simplify } from "./passes/simplify.js";
import { eagerly, exampleOf, onKernels } from "./testing/run-both.js";

const DIRECTORY = process.env["K1_SUITE"] ?? sharedFile("onnx-conformance");

function readTensor(file: string): Constant {
  const read = tensorReader(fromBinary(TensorProtoSchema, readFileSync(file)), file);
  if (read === undefined) throw new Error("type");
  return read();
}

function casesIn(suite: string): [string, string][] {
  const directory = join(DIRECTORY, suite);
  return readdirSync(directory).map((name) => [name, join(directory, name)]);
}

const suites = (process.env["K1_DIRS"] ?? "node,pytorch-converted").split(",");

describeShared.each(suites)("%s", (suite) => {
  test.each(casesIn(suite))("%s", async (name, directory) => {
    const data = readdirSync(directory).includes("test_data_set_0")
      ? join(directory, "test_data_set_0")
      : directory;
    const model = await decodeModel(readFileSync(join(directory, "model.onnx")), name);
    const constants = new Map<string, Constant>();
    for (const [i, { name }] of model.inputs.entries()) {
      if (i > 0) constants.set(name, { ...readTensor(join(data, `input_${i}.pb`)), name });
    }
    const x = readTensor(join(data, "input_0.pb"));
    const expected = readTensor(join(data, "output_0.pb"));
    const lowered = lowerOnnx(model, { constants });
    const [flow] = lowered.outputs.values();
    expect(flow).toBeDefined();
    const graph = {
      id: name,
      preprocess: {},
      input: lowered.input,
      nodes: lowered.nodes,
      output: flow!.value,
    };
    const simple = simplify({ graph, parameters: lowered.parameters });
    const bound: Model = bind(simple.graph, simple.parameters, name);
    const { shape } = graph.input;
    const count = lowered.isLifted ? x.shape[0]! : 1;
    const input = { data: x.data, shape: lowered.isLifted ? x.shape : shape };
    const eager = eagerly(bound, input);
    if (process.env["K1_LOG"])
      console.log(name, lowered.isLifted, graph.nodes.map((n) => n.op).join());
    expect(eager.shape).toEqual(expected.shape);
    expectClose(eager.data, expected.data);
    const rows = Array.from({ length: count }, (_, i) => [
      ...onKernels(simple, exampleOf(x, i, shape)),
    ]);
    expectClose(rows.flat(), expected.data);
    expect(size(x.shape)).toBe(count * size(shape));
  });
});

function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; i++) {
    const error = Math.abs(got[i]! - expected[i]!);
    if (!(error <= 1e-5 * Math.abs(expected[i]!) + 1e-7))
      expect(got[i], `value ${i}`).toBe(expected[i]);
  }
}
