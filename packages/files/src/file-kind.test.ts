import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fileKind } from "./file-kind.js";

/** Bytes from latin-1 text. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** The beginning of a ZIP archive whose first member has this name. */
function zip(name: string): Uint8Array {
  return latin1(`PK\x03\x04${"\0".repeat(22)}${String.fromCharCode(name.length)}\0\0\0${name}`);
}

test.each([
  ["an empty file", ""],
  // torch.save(model.state_dict(), "w.pt"), also with _use_new_zipfile_serialization=False
  ["a PyTorch checkpoint", zip("w/data.pkl")],
  ["a PyTorch checkpoint", "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."],
  // model.save("m.keras")
  ["a Keras model", zip("metadata.json")],
  ["an NPZ file", zip("W1.npy")],
  ["a ZIP archive", zip("readme.txt")],
  ["a ZIP archive", `PK\x05\x06${"\0".repeat(18)}`],
  ["a tar archive", `sys_info${"\0".repeat(249)}ustar\x0000`],
  ["a gzip file", gzipSync("x")],
  ["an NPY file", "\x93NUMPY\x01\0"],
  ["an HDF5 file", "\x89HDF\r\n\x1a\n\0\0\0\0"],
  ["a safetensors file", '\x40\0\0\0\0\0\0\0{"a":{'],
  // torch.jit.script(module).save("net.pt")
  ["a PyTorch checkpoint", `PK\x03\x04${"\0".repeat(26)}net/data/0`],
  // ir_version 8, producer_name "pytorch"
  ["an ONNX model", "\x08\x08\x12\x07pytorch\x1a\x052.0.1"],
  ["an ONNX model", "\x08\x07:\xd4\x01\n"],
  // saved_model_schema_version 1, meta_graphs
  ["a TensorFlow SavedModel", "\x08\x01\x12\xb4\x8a\x02\n\xcc\x10"],
  ["a pickle", "\x80\x04\x95"],
  // pickle.dumps({"a": 1}, protocol=0); pickle.dumps([1], 0); pickle.dumps({"a": 1}, 1)
  ["a pickle of protocol 0 or 1", "(dp0\nVa\np1\nI1\ns."],
  ["a pickle of protocol 0 or 1", "(lp0\nI1\na."],
  ["a pickle of protocol 0 or 1", "}q\0X\x01\0\0\0aq\x01K\x01s."],
  ["an IDX file", "\0\0\x08\x03\0\0\x27\x10"],
  ["a PNG image", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"],
  ["a JPEG image", "\xff\xd8\xff\xe0\0\x10JFIF"],
  ["a Git LFS pointer, which stands for a file that was not fetched", lfs()],
  ["a web page", "\n<!DOCTYPE html><html>"],
  ["a web page", "\xef\xbb\xbf<!-- saved --><html>"],
  ["a JSON file", '{\n  "id": "mlp"\n}'],
  ["a JSON file", "[[0.5, -1]]"],
  ["a CSV file", "label,pixel0,pixel1\n5,0,0\n"],
  ["a CSV file", new TextEncoder().encode("label;größe\n5;0\n")],
  ["a text file", "hello\n"],
])("%s", (name, content) => {
  const bytes = typeof content === "string" ? latin1(content) : content;
  expect(fileKind(bytes)?.name).toBe(name);
});

function lfs(): string {
  return "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
}

test("text whose first 4,096 bytes end inside a character is text", () => {
  expect(fileKind(new TextEncoder().encode(`a${"é".repeat(3000)}`))?.id).toBe("text");
});

test("of bytes that are nothing known, nothing is said", () => {
  expect(fileKind(Uint8Array.of(1, 2, 3, 4))).toBeUndefined();
  expect(fileKind(deflateRawSync("some text"))).toBeUndefined();
});

test("nothing else is text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const kind = fileKind(bytes)?.id;
      if (["json", "csv", "text"].includes(kind ?? "")) {
        expect(new TextDecoder().decode(bytes, { stream: true })).not.toMatch(/\0|\ufffd/);
      }
    }),
  );
});
