import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bind } from "@evalpool/models";
import { required } from "@evalpool/errors";
import { expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../../test/shared.js";
import type { Constant } from "./constant.js";
import { decodeModel } from "./decode-model.js";
import { lowerOnnx } from "./lower-onnx.js";
import { simplify } from "./passes/simplify.js";
import { eagerly, exampleOf, onKernels } from "./testing/run-both.js";
import { readTensorFile } from "./testing/tensor-file.js";

/** Relative, as the suite has it for a single node. */
const TOLERANCE = 1e-5;

/** Where there is no shared material, no test has a name. */
function casesOf(suite: string): string[] {
  try {
    return readdirSync(sharedFile(`onnx-conformance/${suite}`));
  } catch {
    return [];
  }
}

function expectClose(got: ArrayLike<number>, { data }: Constant): void {
  expect(got.length).toBe(data.length);
  const worst = Math.max(
    ...Array.from(data, (wanted, i) => {
      // Beside 0 there is nothing relative.
      return Math.abs(got[i]! - wanted) / Math.max(Math.abs(wanted), 1e-2);
    }),
  );
  expect(worst).toBeLessThan(TOLERANCE);
}

describeShared.each(["node", "pytorch-converted"])("ONNX's own cases, %s:", (suite) => {
  test("there are some", () => {
    expect(casesOf(suite).length).toBeGreaterThan(20);
  });

  test.each(casesOf(suite))("%s", async (name) => {
    const file = (part: string): string => sharedFile(join("onnx-conformance", suite, name, part));
    const model = await decodeModel(readFileSync(file("model.onnx")), name);
    // All inputs but the first are weights and the like.
    const constants = new Map(
      model.inputs.slice(1).map(({ name }, i): [string, Constant] => {
        return [name, { ...readTensorFile(file(`input_${i + 1}.pb`)), name }];
      }),
    );
    const x = readTensorFile(file("input_0.pb"));
    const expected = readTensorFile(file("output_0.pb"));

    const { isLifted, input, nodes, parameters, outputs } = lowerOnnx(model, { constants });
    const output = required(outputs.get(model.outputs[0]?.name ?? ""), "output").value;
    const graph = { id: name, preprocess: {}, input, nodes, output };
    const network = simplify({ graph, parameters });
    const examples = isLifted ? x.shape[0]! : 1;

    const given = { data: x.data, shape: isLifted ? x.shape : input.shape };
    const eager = eagerly(bind(network.graph, network.parameters, name), given);
    expect(eager.shape).toEqual(expected.shape);
    expectClose(eager.data, expected);
    const rows = Array.from({ length: examples }, (_, i) =>
      Array.from(onKernels(network, exampleOf(x, i, input.shape))),
    );
    expectClose(rows.flat(), expected);
  });
});
