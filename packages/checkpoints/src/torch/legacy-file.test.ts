import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { pickle, sixFloats, text, torchStorage, torchTensor } from "../testing/pickle-bytes.js";
import { isLegacy } from "./legacy-file.js";
import { readTorch } from "./read-torch.js";

const count = (value: number): string => `${String.fromCharCode(value)}\0\0\0\0\0\0\0`;

/** A file as before PyTorch 1.6, of one tensor; with parts that may be others. */
function legacy({
  version = "M\xe9\x03",
  machine = `}${text("little_endian")}\x88s`,
  value = `}${text("w")}${torchTensor()}s`,
  keys = `]${text("0")}a`,
  content = count(6) + sixFloats,
} = {}): Uint8Array {
  const values = ["\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19", version, machine, value, keys];
  return pickle(`${values.map((one) => `\x80\x02${one}.`).join("")}${content}`);
}

const read = async (bytes: Uint8Array) =>
  (await readTorch(bytes, "w.pt")).parameters.get("w")?.data;

describe("a file as before PyTorch 1.6", () => {
  const six = Float32Array.of(0, 1, 2, 3, 4, 5);

  test("of either order of bytes", async () => {
    expect(await read(legacy())).toEqual(six);
    const machine = `}${text("little_endian")}\x89s`;
    const turned = sixFloats.replace(/(.)(.)(.)(.)/gs, "$4$3$2$1");
    const content = `\0\0\0\0\0\0\0\x06${turned}`;
    expect(await read(legacy({ machine, content }))).toEqual(six);
  });

  test("of storages of bytes, whose elements are bytes", async () => {
    const of = torchStorage({ type: "ctorch.storage\nUntypedStorage\n", numel: "K\x18" });
    const tensor = torchTensor({
      rebuild: "_rebuild_tensor_v3",
      of,
      rest: "\x89Nctorch\nfloat32\n",
    });
    const value = `}${text("w")}${tensor}s`;
    expect(await read(legacy({ value, content: count(24) + sixFloats }))).toEqual(six);
  });

  test.each<[string, Parameters<typeof legacy>[0], string]>([
    ["another version", { version: "M\xea\x03" }, "expected version 1001"],
    ["no facts of a machine", { machine: "N" }, "expected facts of a machine"],
    ["no order of bytes", { machine: "}" }, "expected facts of a machine"],
    ["keys in a tuple", { keys: `${text("0")}\x85` }, "expected facts of a machine"],
    ["a key twice", { keys: `](${text("0")}${text("0")}e` }, "a key of each storage, once"],
    ["a key of nothing", { keys: `]${text("1")}a` }, "a key of each storage, once"],
    ["a number for a key", { keys: "]K\0a" }, "a key of each storage, once"],
    ["no keys", { keys: "]", content: "" }, "storage 0: expected 24 bytes, got nothing"],
    ["fewer elements", { content: count(5) + sixFloats.slice(4) }, "expected 24 bytes, got 20"],
    ["nothing behind the keys", { content: "" }, "cut short before storage 0"],
    ["half a length", { content: "\x06\0\0\0" }, "cut short before storage 0"],
    ["an element too few", { content: count(6) + sixFloats.slice(4) }, "cut short in storage 0"],
    ["2^63 elements", { content: `\0\0\0\0\0\0\0\x80${sixFloats}` }, "cut short in storage 0"],
    ["a byte too many", { content: `${count(6)}${sixFloats}\0` }, "1 bytes behind its end"],
  ])("with %s is refused", async (_, parts, message) => {
    await expect(read(legacy(parts))).rejects.toThrow(CheckpointError);
    await expect(read(legacy(parts))).rejects.toThrow(message);
  });

  test("is told by its first value", () => {
    expect(isLegacy(legacy())).toBe(true);
    expect(isLegacy(pickle("\x80\x02}."))).toBe(false);
  });

  test("a storage of nothing may be the last", async () => {
    const empty = torchTensor({ of: torchStorage({ numel: "K\0" }), shape: "K\0\x85", strides: "K\x01\x85" }); // prettier-ignore
    const value = `}${text("w")}${empty}s`;
    expect(await read(legacy({ value, content: count(0) }))).toEqual(new Float32Array());
  });
});
