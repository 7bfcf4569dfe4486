import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CheckpointError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { temporaryDirectory } from "../../../test/temporary-directory.js";
import { loadOnnxSignature } from "./load-onnx-signature.js";
import { onnxFile } from "./onnx/testing/onnx-model.js";

function write(content: string | Uint8Array): string {
  const file = join(temporaryDirectory(), "net.onnx");
  writeFileSync(file, content);
  return file;
}

test("what a file takes and gives is told, whatever its operations", async () => {
  const nodes = [{ op: "NoSuch", inputs: ["x"], outputs: ["y"] }];
  expect(await loadOnnxSignature(write(onnxFile({ nodes })))).toMatchObject({
    inputs: [{ name: "x", shape: [undefined, 4] }],
    outputs: [{ name: "y", shape: [undefined, 4] }],
    opset: 13,
  });
});

test.each([
  ["of another kind", "\x89HDF\r\n\x1a\n", "expected an ONNX model, got an HDF5 file; onnxruntime runs no other"], // prettier-ignore
  ["of no kind that is known", "\x01\x02", "not a valid ONNX file"],
])("one %s is refused", async (_, content, reason) => {
  const file = write(Buffer.from(content, "latin1"));
  const loading = loadOnnxSignature(file);
  await expect(loading).rejects.toThrow(CheckpointError);
  await expect(loading).rejects.toThrow(`${file}: ${reason}`);
});

test("one that is larger than protocol buffers can be, or not there, is not read", async () => {
  const file = write("");
  truncateSync(file, 2 ** 31 + 1);
  await expect(loadOnnxSignature(file)).rejects.toThrow("expected at most 2,147,483,648 bytes");
  const none = join(temporaryDirectory(), "none.onnx");
  await expect(loadOnnxSignature(none)).rejects.toThrow(
    new CheckpointError(none, "no such file or directory"),
  );
});
