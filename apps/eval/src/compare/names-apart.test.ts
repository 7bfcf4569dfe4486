import { expect, test } from "vitest";
import { namesApart } from "./names-apart.js";

test.each([
  ["runs/a.json", "runs/b.json", "a.json", "b.json"],
  ["old/net.onnx", "new/net.onnx", "old/net.onnx", "new/net.onnx"],
  ["/x/old/net.onnx", "/y/old/net.onnx", "x/old/net.onnx", "y/old/net.onnx"],
  ["./a.json", "a.json", "a.json", "a.json"],
  ["mlp", "cnn", "mlp", "cnn"],
  ["/a.json", "/b/a.json", "/a.json", "b/a.json"],
])("%s and %s are %s and %s", (a, b, nameA, nameB) => {
  expect(namesApart(a, b)).toEqual([nameA, nameB]);
});
