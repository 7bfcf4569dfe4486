import { CheckpointError } from "@evalpool/errors";
import { bind } from "@evalpool/models";
import { expect, test } from "vitest";
import type { ReadNetworkOptions } from "../network-file.js";
import { decodeModel } from "./decode-model.js";
import { readOnnx } from "./read-onnx.js";
import { onnxFile } from "./testing/onnx-model.js";

/** A file whose one weight lies elsewhere: `[4, 1]` of float32. */
function withExternal(said: Readonly<Record<string, string>>): Uint8Array {
  return onnxFile({
    outputs: { y: ["N", 1] },
    tensors: [external("W", said)],
    nodes: [{ op: "MatMul", inputs: ["x", "W"], outputs: ["y"] }],
  });
}

function external(name: string, said: Readonly<Record<string, string>>, dataType = 1) {
  const externalData = Object.entries(said).map(([key, value]) => ({ key, value }));
  return { name, dims: [4n, 1n], dataType, dataLocation: 1, externalData };
}

const weights = new Uint8Array(Float32Array.of(9, 1, 2, 3, 4, 9).buffer);
const beside: NonNullable<ReadNetworkOptions["beside"]> = (name) => {
  if (name === "net.data") return Promise.resolve(weights);
  throw new CheckpointError(name, "not there");
};

test("weights are read from the file beside, from where they are said to begin", async () => {
  const bytes = withExternal({ location: "net.data", offset: "4", length: "16" });
  const { graph, parameters } = await readOnnx(bytes, "net.onnx", { beside });
  expect([...(bind(graph, parameters, "net.onnx").parameters.get("W")?.data ?? [])]).toEqual([
    1, 2, 3, 4,
  ]);
});

test("their length need not be said", async () => {
  const bytes = withExternal({ location: "net.data" });
  const { parameters } = await readOnnx(bytes, "net.onnx", { beside });
  expect([...(parameters.get("W")?.data ?? [])]).toEqual([9, 1, 2, 3]);
});

test("a file is read once, up to its last byte, and no tensor of a type that is not read", async () => {
  const location = "net.data";
  const bytes = onnxFile({
    outputs: { y: ["N", 1] },
    tensors: [
      external("W", { location, offset: "8" }),
      external("V", { location }),
      external("texts", { location, offset: "24" }, 8),
    ],
    nodes: ["W", "V"].map((name) => ({ op: "MatMul", inputs: ["x", name], outputs: [name + "x"] })),
  });
  const asked: unknown[] = [];
  const counted: typeof beside = (...args) => {
    asked.push(args);
    return beside(...args);
  };
  const { initializers } = await decodeModel(bytes, "net.onnx", counted);
  expect([...initializers.get("W")!().data]).toEqual([2, 3, 4, 9]);
  expect(() => initializers.get("texts")!()).toThrow("values of string in texts");
  // As much as a file of weights may have.
  expect(asked).toEqual([["net.data", 2 ** 31]]);
});

test("nothing else is read", async () => {
  const advice = "onnx.save_model(model, FILE, save_as_external_data=False)";
  const errorOf = async (said: Readonly<Record<string, string>>, has = true): Promise<string> => {
    const options = has ? { beside } : {};
    return Promise.resolve(readOnnx(withExternal(said), "net.onnx", options)).then(
      () => "was read",
      (error: unknown) => (error as Error).message,
    );
  };
  expect(await errorOf({ location: "net.data" }, false)).toContain(advice);
  const plain = "net.onnx: tensor W: expected the plain name of a file beside the model";
  for (const location of ["../net.data", "/etc/passwd", "a/b", "a\\b", "..", ".net", "C:net"]) {
    expect(await errorOf({ location })).toContain(`${plain}, got ${location}; export it in one`);
  }
  expect(await errorOf({ location: "" })).toContain(`${plain}, got none; export`);
  expect(await errorOf({})).toContain(`${plain}, got none; export`);
  expect(await errorOf({ location: "net.data", offset: "12" })).toBe(
    "net.onnx: tensor W: expected 16 bytes from byte 12 on in net.data, which has 24",
  );
  expect(await errorOf({ location: "net.data", length: "20" })).toBe(
    "net.onnx: tensor W: its shape takes 16 bytes, its external data has 20",
  );
  for (const offset of ["-4", "4 ", "4x", "", "1".repeat(16)]) {
    expect(await errorOf({ location: "net.data", offset })).toContain(
      `expected offset of its external data to be a number of bytes, got ${offset}`,
    );
  }
  expect(await errorOf({ location: "other" })).toBe("other: not there");
});
