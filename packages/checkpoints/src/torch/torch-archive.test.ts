import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { sixFloats, text } from "../testing/pickle-bytes.js";
import { zip } from "../testing/zip-bytes.js";
import { readTorch } from "./read-torch.js";

const read = (bytes: Uint8Array) => readTorch(bytes, "w.pt");

describe("an archive by hand", () => {
  const uint32 = (value: number) =>
    String.fromCharCode(...Buffer.from(Uint32Array.of(value).buffer));
  const storage = ({ key = "0", type = "ctorch\nFloatStorage\n", numel = "K\x06" } = {}) =>
    `(${text("storage")}${type}${text(key)}${text("cpu")}${numel}tQ`;
  const tensor = ({
    of = storage(),
    offset = "K\0",
    shape = "K\x02K\x03\x86",
    strides = "K\x03K\x01\x86",
    rest = "\x89N",
  } = {}) => `ctorch._utils\n_rebuild_tensor_v2\n(${of}${offset}${shape}${strides}${rest}tR`;
  const file = (value: string, records: Record<string, string> = {}) =>
    zip(
      Object.entries({
        "data.pkl": `\x80\x02}${text("w")}${value}s.`,
        "data/0": sixFloats,
        ...records,
      }).map(([name, content]) => ({ name: `a/${name}`, content: Buffer.from(content, "latin1") })),
    );

  test("as PyTorch writes it", async () => {
    const { parameters } = await read(file(tensor()));
    expect(parameters.get("w")).toEqual({ data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [2, 3] });
  });

  test("in big-endian order, as it says", async () => {
    const turned = sixFloats.replace(/(.)(.)(.)(.)/gs, "$4$3$2$1");
    const { parameters } = await read(file(tensor(), { "data/0": turned, byteorder: "big" }));
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
      tensor({ of: storage({ key: "1" }) }),
      "data/1: expected 24 bytes, got nothing",
    ],
    [
      "a storage of 2^64 bytes",
      tensor({ of: storage({ numel: huge }) }),
      "data/0: expected 18014398509481984 bytes",
    ],
    ["a conjugate", tensor({ rest: `\x89N}${text("conj")}\x88s` }), "with a sign or conjugate"],
    ["os.system", "cposix\nsystem\n(X\x02\0\0\0lstR", "names the global posix.system"],
    [
      "a module beside the pickle",
      `(${text("module")}NN${text("class Net")}tQ`,
      "holds a whole module",
    ],
    ["2 GB of text", `X${uint32(2 ** 31)}a`, "cut short"],
  ])("with %s is refused", async (_, value, message) => {
    await expect(read(file(value))).rejects.toThrow(CheckpointError);
    await expect(read(file(value))).rejects.toThrow(message);
  });

  test("with a storage in two ways is refused", async () => {
    const two = `${tensor()}s${text("v")}${tensor({ of: storage({ type: "ctorch\nIntStorage\n" }) })}`;
    await expect(read(file(two))).rejects.toThrow("names the storage 0 twice");
  });

  test("without a pickle, or with one outside, is refused", async () => {
    const content = Buffer.from("x");
    await expect(read(zip([{ name: "a/data/0", content }]))).rejects.toThrow("a record data.pkl");
    const outside = zip([
      { name: "a/data.pkl", content },
      { name: "b", content },
    ]);
    await expect(read(outside)).rejects.toThrow("expected records below a/, each once, got b");
  });

  test("of dicts in dicts in dicts, each of which is the same, ends at once", async () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => text(String(i)));
    const dict = (value: string) => `}(${keys.map((key) => key + value).join("")}u`;
    const values = ["N", "h\x01", "h\x02", "h\x03"];
    const dicts = values.map((v, i) => `${text(`d${i}`)}${dict(v)}q${String.fromCharCode(i + 1)}`);
    const bytes = file("N", { "data.pkl": `\x80\x02}(${dicts.join("")}u.` });
    await expect(read(bytes)).rejects.toThrow("expected a dict of tensors of floats, got none");
  }, 10_000);

  test("of one list that is made a dict again and again is refused", async () => {
    const pairs = Array.from({ length: 1000 }, (_, i) => `](${text(String(i))}Ne`).join("");
    const made = "h\x02h\x01R".repeat(1000);
    const value = `ccollections\nOrderedDict\nq\x02](${pairs}e\x85q\x01(${made}t`;
    const bytes = file("N", { "data.pkl": `\x80\x02(${value}t.` });
    await expect(read(bytes)).rejects.toThrow("makes more bytes than the file holds");
  });

  test("in an order of bytes that is none is refused", async () => {
    await expect(read(file(tensor(), { byteorder: "pdp" }))).rejects.toThrow(
      "byteorder of little or big",
    );
  });

  test("layers that share their weights share them, and prefixes are taken off when all have them", async () => {
    const names = (...given: string[]) => given.map((n) => `${text(n)}${tensor()}s`).join("");
    const dict = (...given: string[]) => file("N", { "data.pkl": `\x80\x02}${names(...given)}.` });
    const both = await read(dict("_orig_mod.module.a", "_orig_mod.module.b"));
    expect([...both.parameters.keys()]).toEqual(["a", "b"]);
    expect(both.parameters.get("a")).toBe(both.parameters.get("b"));
    const one = await read(dict("module.a", "b"));
    expect([...one.parameters.keys()]).toEqual(["module.a", "b"]);
  });

  test("with two dicts of tensors asks which", async () => {
    const dict = (name: string) => `${text(name)}}${text("w")}${tensor()}ss`;
    const twoOf = (...names: string[]) =>
      file("N", { "data.pkl": `\x80\x02}${names.map(dict).join("")}.` });
    await expect(read(twoOf("encoder", "decoder"))).rejects.toThrow(
      'expected one dict of tensors, got encoder; decoder; choose in Python: torch.save(torch.load(FILE)["encoder"]',
    );
    const { parameters, skipped } = await read(twoOf("ema", "model"));
    expect([[...parameters.keys()], skipped]).toEqual([["w"], ["ema"]]);
  });
});
