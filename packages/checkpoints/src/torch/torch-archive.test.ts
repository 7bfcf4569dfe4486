import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import {
  sixFloats,
  text,
  torchStorage as storage,
  torchTensor as tensor,
} from "../testing/pickle-bytes.js";
import { torchArchive } from "../testing/torch-archive.js";
import { zip } from "../testing/zip-bytes.js";
import { readTorch } from "./read-torch.js";

const read = (bytes: Uint8Array) => readTorch(bytes, "w.pt");

describe("an archive by hand", () => {
  const uint32 = (value: number) =>
    String.fromCharCode(...Buffer.from(Uint32Array.of(value).buffer));
  test("as PyTorch writes it", async () => {
    const { parameters } = await read(torchArchive(tensor()));
    expect(parameters.get("w")).toEqual({ data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [2, 3] });
  });

  test("in big-endian order, as it says", async () => {
    const turned = sixFloats.replace(/(.)(.)(.)(.)/gs, "$4$3$2$1");
    const { parameters } = await read(
      torchArchive(tensor(), { "data/0": turned, byteorder: "big" }),
    );
    expect(parameters.get("w")?.data).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
  });

  const huge = "\x8a\x07\0\0\0\0\0\0\x10";

  test.each([
    [
      "an offset that leads out of the storage",
      tensor({ offset: "K\x01" }),
      "beyond its storage of 24 bytes",
    ],
    ["a stride that does", tensor({ strides: "K\x04K\x01\x86" }), "beyond its storage"],
    [
      "a negative offset",
      tensor({ offset: "J\xff\xff\xff\xff" }),
      "expected a tensor of a storage",
    ],
    ["a negative stride", tensor({ strides: "J\xff\xff\xff\xffK\x01\x86" }), "as many strides"],
    ["fewer strides than axes", tensor({ strides: "K\x01\x85" }), "as many strides"],
    ["a length of 2^52", tensor({ shape: `${huge}K\x03\x86` }), "beyond its storage"],
    [
      "2^52 of one element",
      tensor({ shape: `${huge}K\x03\x86`, strides: "K\0K\x01\x86" }),
      "got more with w",
    ],
    [
      "2^104 of one element",
      tensor({ shape: `${huge}${huge}\x86`, strides: "K\0K\0\x86" }),
      "got more with w",
    ],
    [
      "a storage of another length",
      tensor({ of: storage({ numel: "K\x07" }) }),
      "expected 28 bytes, got 24",
    ],
    [
      "a storage that is not there",
      tensor({ of: storage({ key: text("1") }) }),
      "data/1: expected 24 bytes, got nothing",
    ],
    [
      "a storage of 2^64 bytes",
      tensor({ of: storage({ numel: huge }) }),
      "data/0: expected 18014398509481984 bytes",
    ],
    ["a conjugate", tensor({ rest: `\x89N}${text("conj")}\x88s` }), "with a sign or conjugate"],
    [
      "os.system",
      "cposix\nsystem\n(X\x02\0\0\0lstR",
      "names the global posix.system; expected tensors in plain dicts alone, and no code is run; save its weights alone in Python: torch.save(",
    ],
    [
      "a module beside the pickle",
      `(${text("module")}NN${text("class Net")}tQ`,
      "holds a whole module",
    ],
    ["2 GB of text", `X${uint32(2 ** 31)}a`, "cut short"],
  ])("with %s is refused", async (_, value, message) => {
    await expect(read(torchArchive(value))).rejects.toThrow(CheckpointError);
    await expect(read(torchArchive(value))).rejects.toThrow(message);
  });

  test.each([
    ["of two types", { type: "ctorch\nIntStorage\n" }],
    ["of two lengths", { numel: "K\x07" }],
  ])("with a storage %s is refused", async (_, other) => {
    const two = `${tensor()}s${text("v")}${tensor({ of: storage(other) })}`;
    await expect(read(torchArchive(two))).rejects.toThrow(
      "names the storage 0 twice, in different ways",
    );
  });

  test("of a tensor that leads out of its storage says how", async () => {
    await expect(read(torchArchive(tensor({ offset: "K\x01" })))).rejects.toThrow(
      "w.pt: not a readable PyTorch checkpoint: a tensor goes beyond its storage of 24 bytes: " +
        "float32, offset 1, shape (2,3), strides (3,1)",
    );
  });

  test("of a tensor of nothing, wherever that would lie", async () => {
    const none = tensor({ offset: "K\x06", shape: "K\0K\x09\x86", strides: "K\x01K\x01\x86" });
    const { parameters } = await read(torchArchive(none));
    expect(parameters.get("w")).toEqual({ data: new Float32Array(), shape: [0, 9] });
  });

  test("without a pickle, or with one outside, is refused", async () => {
    const content = Buffer.from("x");
    await expect(read(zip([{ name: "a/data/0", content }]))).rejects.toThrow(
      /^w\.pt: expected a record data\.pkl, got none$/,
    );
    const outside = zip([
      { name: "a/data.pkl", content },
      { name: "b", content },
    ]);
    await expect(read(outside)).rejects.toThrow("expected records below a/, each once, got b");
  });

  test("of one list that is made a dict again and again is refused", async () => {
    const pairs = Array.from({ length: 1000 }, (_, i) => `](${text(String(i))}Ne`).join("");
    const made = "h\x02h\x01R".repeat(1000);
    const value = `ccollections\nOrderedDict\nq\x02](${pairs}e\x85q\x01(${made}t`;
    const bytes = torchArchive("N", { "data.pkl": `\x80\x02(${value}t.` });
    await expect(read(bytes)).rejects.toThrow("makes more bytes than the file holds");
  });

  test.each([
    ["pdp", "pdp"],
    ["little-endian", "more"],
  ])("in the order of bytes %s is refused", async (byteorder, got) => {
    await expect(read(torchArchive(tensor(), { byteorder }))).rejects.toThrow(
      `w.pt: expected a byteorder of little or big, got ${got}`,
    );
  });

  test.each(["constants.pkl", "code/__torch__.py"])("with %s is a program", async (name) => {
    await expect(read(torchArchive(tensor(), { [name]: "" }))).rejects.toThrow(
      "w.pt: expected a state_dict, got a TorchScript program, which is code; save its weights",
    );
  });

  test("that is none, or holds what is no file, is refused", async () => {
    await expect(read(torchArchive(tensor()).slice(0, 100))).rejects.toThrow(
      "w.pt: not a readable PyTorch checkpoint: ",
    );
    await expect(read(torchArchive(tensor(), { "x/": "" }))).rejects.toThrow(
      "w.pt: a/x/: expected a record, got a directory",
    );
  });

  test("views may take four times the bytes of the file, and no more", async () => {
    const rows = (count: number) => {
      const shape = `M${String.fromCharCode(count % 256, count >> 8)}K\x06\x86`;
      const archive = (padding: string) =>
        torchArchive(tensor({ shape, strides: "K\0K\x01\x86" }), { padding });
      // So that its bytes are a whole number of rows.
      return archive(" ".repeat(6 - (archive("").length % 6)));
    };
    // A row takes 24 bytes.
    const most = (rows(1).length * 4) / 24;
    expect((await read(rows(most))).parameters.get("w")?.shape).toEqual([most, 6]);
    await expect(read(rows(most + 1))).rejects.toThrow("up to 4 times its");
  });
});
