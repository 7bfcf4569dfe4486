import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { changes, damaged } from "../testing/damage.js";
import { sixFloats, text } from "../testing/pickle-bytes.js";
import * as files from "../testing/torch-files.js";
import { zip } from "../testing/zip-bytes.js";
import { readTorch } from "./read-torch.js";

const read = (bytes: Uint8Array) => readTorch(bytes, "w.pt");

const linear = new Map([
  ["weight", { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }],
  ["bias", { data: Float32Array.of(1.5, -2), shape: [2] }],
]);

describe("a state_dict", () => {
  test.each([
    ["as a ZIP archive", files.stateDict],
    ["as before PyTorch 1.6", files.legacy],
  ])("%s", async (_, bytes) => {
    expect(await read(bytes)).toEqual({ parameters: linear, skipped: [] });
  });

  test("in a checkpoint of a training, of a wrapped network", async () => {
    const skipped = ["epoch", "optimizer_state_dict", "loss", "args", "best", "name"];
    expect(await read(files.nested)).toEqual({ parameters: linear, skipped });
  });

  test("of views: strides, offsets, and storages that are shared", async () => {
    const { parameters } = await read(files.views);
    const counted = Float32Array.from({ length: 24 }, (_, i) => i);
    expect(Object.fromEntries(parameters)).toEqual({
      // base.permute(1, 2, 0).flatten()
      turned: { data: counted.map((i) => (i % 2) * 12 + Math.floor(i / 2)), shape: [3, 4, 2] },
      part: { data: Float32Array.of(16, 18, 20, 22), shape: [2, 2] },
      same: { data: counted, shape: [2, 3, 4] },
      same2: { data: counted, shape: [2, 3, 4] },
      scalar: { data: Float32Array.of(7), shape: [] },
      expanded: { data: Float32Array.of(1, 2, 1, 2, 1, 2), shape: [3, 2] },
    });
  });

  test("of floats of any size; integers and booleans are skipped and named", async () => {
    const { parameters, skipped } = await read(files.types);
    expect(Object.fromEntries(parameters)).toEqual({
      half: { data: Float32Array.of(1.5, -0.25), shape: [2] },
      brain: { data: Float32Array.of(1, -3), shape: [2] },
      double: { data: Float64Array.of(0.1), shape: [1] },
      empty: { data: new Float32Array(), shape: [0, 3] },
    });
    expect(skipped).toEqual(["n (int64)", "flags (bool)", "u8 (uint8)"]);
  });

  test("of parameters, whatever attributes they have", async () => {
    expect((await read(files.parameter)).parameters.get("w")?.data).toEqual(Float32Array.of(1, 2));
    expect((await read(files.attr)).parameters.get("w")?.data).toEqual(Float32Array.of(1, 1));
  });

  test("with what is no tensor beside them", async () => {
    const { parameters, skipped } = await read(files.extra);
    expect([...parameters.keys()]).toEqual(["w"]);
    expect(skipped).toEqual(["_extra_state", "cfg", "size", "dev", "dt"]);
  });
});

describe("what is no state_dict is refused, with the line that saves what is readable", () => {
  const advice = 'torch.save(model.state_dict(), "weights.pt")';

  test.each([
    ["a module", files.wholeModule, "names the global torch.nn.modules.linear.Linear; expected"],
    ["a TorchScript program", files.script, "got a TorchScript program, which is code"],
    ["a tensor alone", files.alone, "expected a dict of tensors, got a tensor"],
    ["a sparse tensor", files.sparse, "names the global torch._utils._rebuild_sparse_tensor"],
    ["integers alone", files.u16, "tensors of floats, got none beside w (uint16)"],
    [
      "float8",
      files.float8,
      "w: expected float16, bfloat16, float32 or float64, got float8_e4m3fn",
    ],
    ["complex numbers", files.complex, "got complex64"],
  ])("%s", async (name, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(CheckpointError);
    await expect(read(bytes)).rejects.toThrow(message);
    if (/module|program|alone$/.test(name) && !name.startsWith("integers")) {
      await expect(read(bytes)).rejects.toThrow(advice);
    }
  });
});

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

describe.each([
  ["a ZIP archive", files.stateDict, 10_000],
  ["a ZIP archive of a checkpoint", files.nested, 2000],
  // Whose sums do not tell that the pickle is another.
  ["the format before PyTorch 1.6", files.legacy, 10_000],
])("damaged: %s", (_, bytes, numRuns) => {
  test("cut short anywhere is refused", async () => {
    for (let length = 0; length < bytes.length; length++) {
      await expect(read(bytes.subarray(0, length))).rejects.toThrow(CheckpointError);
    }
  });

  test("with any bytes changed is read or refused", async () => {
    const property = fc.asyncProperty(changes(bytes.length), async (list) => {
      try {
        const { parameters } = await read(damaged(bytes, list));
        const total = [...parameters.values()].reduce((sum, t) => sum + t.data.byteLength, 0);
        expect(total).toBeLessThan(bytes.length * 8);
      } catch (error) {
        expect(error).toBeInstanceOf(CheckpointError);
        expect((error as Error).message).toMatch(/^w\.pt: .{1,1500}$/s);
      }
    });
    await fc.assert(property, { numRuns });
  });
});
