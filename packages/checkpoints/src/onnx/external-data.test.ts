import { CheckpointError } from "@evalpool/errors";
import { bind } from "@evalpool/models";
import { expect, test } from "vitest";
import { readOnnx } from "./read-onnx.js";
import { onnxFile } from "./testing/onnx-model.js";

/** A file whose one weight lies elsewhere: `[4, 1]` of float32. */
function withExternal(said: Readonly<Record<string, string>>): Uint8Array {
  const externalData = Object.entries(said).map(([key, value]) => ({ key, value }));
  return onnxFile({
    outputs: { y: ["N", 1] },
    tensors: [{ name: "W", dims: [4n, 1n], dataType: 1, dataLocation: 1, externalData }],
    nodes: [{ op: "MatMul", inputs: ["x", "W"], outputs: ["y"] }],
  });
}

const weights = new Uint8Array(Float32Array.of(9, 1, 2, 3, 4, 9).buffer);
const beside = (name: string): Promise<Uint8Array> => {
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
  for (const location of ["../net.data", "/etc/passwd", "a/b", "a\\b", "..", "", "C:net"]) {
    expect(await errorOf({ location })).toContain(
      "expected the plain name of a file beside the model",
    );
  }
  expect(await errorOf({ location: "net.data", offset: "12" })).toBe(
    "net.onnx: tensor W: expected 16 bytes from byte 12 on in net.data, which has 24",
  );
  expect(await errorOf({ location: "net.data", length: "20" })).toBe(
    "net.onnx: tensor W: its shape takes 16 bytes, its external data has 20",
  );
  expect(await errorOf({ location: "net.data", offset: "-4" })).toContain(
    "expected offset of its external data to be a number of bytes, got -4",
  );
  expect(await errorOf({ location: "other" })).toBe("other: not there");
});
