import { expect, test } from "vitest";
import { modelName } from "./model-name.js";

test.each([
  ["net.onnx", "net"],
  ["net.v2.onnx", "net.v2"],
  ["models/net.onnx", "net"],
  ["C:\\models\\net.onnx", "net"],
  ["net", "net"],
  ["net.", "net."],
  [".onnx", ".onnx"],
  ["net (1).h5", "net (1)"],
])("%s is %s", (file, name) => expect(modelName(file)).toBe(name));
