import { expect, test } from "vitest";
import { readOnnxSignature } from "./signature.js";
import { floats, onnxFile } from "./testing/onnx-model.js";

test("what a file says of itself is read, whatever its operations", () => {
  const bytes = onnxFile({
    opset: 17,
    irVersion: 9,
    inputs: { x: ["N", 3, 224, 224], W: [1] },
    outputs: { y: ["N", 10], z: [0, 2] },
    tensors: [floats("W", [1], [1])],
    nodes: [{ op: "NoSuch", inputs: ["x", "W"], outputs: ["y", "z"] }],
  });
  expect(readOnnxSignature(bytes, "net.onnx")).toEqual({
    inputs: [{ name: "x", type: "float32", shape: [undefined, 3, 224, 224] }],
    outputs: [
      { name: "y", type: "float32", shape: [undefined, 10] },
      { name: "z", type: "float32", shape: [undefined, 2] },
    ],
    irVersion: 9,
    opset: 17,
    producer: "test",
  });
});
