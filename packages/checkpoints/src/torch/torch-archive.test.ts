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

  test("of dicts in dicts in dicts, each of which is the same, ends at once", async () => {
    const keys = Array.from({ length: 40_000 }, (_, i) => text(String(i)));
    const dict = (value: string) => `}(${keys.map((key) => key + value).join("")}u`;
    const values = ["N", "h\x01", "h\x02", "h\x03"];
    const dicts = values.map((v, i) => `${text(`d${i}`)}${dict(v)}q${String.fromCharCode(i + 1)}`);
    const bytes = torchArchive("N", { "data.pkl": `\x80\x02}(${dicts.join("")}u.` });
    await expect(read(bytes)).rejects.toThrow("expected a dict of tensors of floats, got none");
  }, 10_000);

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

  test("layers that share their weights share them, and prefixes are taken off when all have them", async () => {
    const names = (...given: string[]) => given.map((n) => `${text(n)}${tensor()}s`).join("");
    const dict = (...given: string[]) =>
      torchArchive("N", { "data.pkl": `\x80\x02}${names(...given)}.` });
    const both = await read(dict("_orig_mod.module.a", "_orig_mod.module.b"));
    expect([...both.parameters.keys()]).toEqual(["a", "b"]);
    expect(both.parameters.get("a")).toBe(both.parameters.get("b"));
    const one = await read(dict("module.a", "b"));
    expect([...one.parameters.keys()]).toEqual(["module.a", "b"]);
  });

  test("with two dicts of tensors asks which", async () => {
    const dict = (name: string) => `${text(name)}}${text("w")}${tensor()}ss`;
    const twoOf = (...names: string[]) =>
      torchArchive("N", { "data.pkl": `\x80\x02}${names.map(dict).join("")}.` });
    await expect(read(twoOf("encoder", "decoder"))).rejects.toThrow(
      'expected one dict of tensors, got encoder; decoder; choose in Python: torch.save(torch.load(FILE)["encoder"]',
    );
    const { parameters, skipped } = await read(twoOf("ema", "model"));
    expect([[...parameters.keys()], skipped]).toEqual([["w"], ["ema"]]);
  });

  const v3 = (type: string, of = "float32", hooks = "N") =>
    tensor({ rebuild: "_rebuild_tensor_v3", of: storage({ type, numel: "K\x18" }), rest: `\x89${hooks}ctorch\n${of}\n` }); // prettier-ignore
  const untyped = "ctorch.storage\nUntypedStorage\n";
  const parameter = (args: string) => `ctorch._utils\n_rebuild_parameter\n(${args}tR`;
  const withType = (rebuild: string, type: string) =>
    `ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n${rebuild}\n${type}(${storage()}K\0K\x06\x85K\x01\x85\x89NtNtR`;
  const ordered = (args: string) => `ccollections\nOrderedDict\n${args}R`;

  test.each([
    ["bytes, of a type that is told", v3(untyped)],
    ["a tensor of PyTorch 0.3", tensor({ rebuild: "_rebuild_tensor", rest: "" })],
    ["hooks and no metadata", tensor({ rest: `\x88${ordered(")")}}` })],
    ["a parameter", parameter(`${tensor()}\x88N`)],
    ["a parameter with attributes", `ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n_rebuild_parameter\nctorch.nn.parameter\nParameter\n(${tensor()}\x88NtNtR`], // prettier-ignore
    ["a tensor on a graphics card", tensor({ of: storage({ type: "ctorch.cuda\nFloatStorage\n", location: text("cuda:0") }) })], // prettier-ignore
    ["a tensor with attributes", withType("_rebuild_tensor_v2", "ctorch\nTensor\n").replace("K\x06\x85K\x01\x85", "K\x02K\x03\x86K\x03K\x01\x86")], // prettier-ignore
  ])("of %s", async (_, value) => {
    const { parameters } = await read(torchArchive(value));
    expect(parameters.get("w")).toEqual({ data: Float32Array.of(0, 1, 2, 3, 4, 5), shape: [2, 3] });
  });

  test.each([
    [
      "of bytes without a type",
      tensor({ of: storage({ type: untyped }) }),
      "of the type of its storage",
    ],
    [
      "of another type than its storage",
      v3("ctorch\nDoubleStorage\n"),
      "of the type of its storage",
    ],
    [
      "v3 with no type",
      v3(untyped).replace("ctorch\nfloat32\n", "N"),
      "_rebuild_tensor_v3 of a dtype",
    ],
    [
      "v3 with a number for hooks",
      v3(untyped, "float32", "K\0"),
      "expected _rebuild_tensor_v3 of a tensor",
    ],
    ["of five parts", tensor({ rebuild: "_rebuild_tensor", rest: "N" }), "expected 4 arguments"],
    ["with a number for requires_grad", tensor({ rest: "K\0N" }), "with requires_grad and hooks"],
    ["with a number for hooks", tensor({ rest: "\x89K\0" }), "with requires_grad and hooks"],
    ["with a number for metadata", tensor({ rest: "\x89NK\0" }), "with a sign or conjugate"],
    ["a parameter of a dict", parameter("}\x88N"), "expected _rebuild_parameter of a tensor"],
    [
      "a parameter with no flag",
      parameter(`${tensor()}NN`),
      "expected _rebuild_parameter of a tensor",
    ],
    [
      "with attributes, of another class",
      withType("_rebuild_tensor_v2", "ctorch\ndevice\n"),
      "of a plain tensor",
    ],
    [
      "with attributes, made otherwise",
      withType("_rebuild_tensor", "ctorch\nTensor\n"),
      "of a plain tensor",
    ],
    ["called by its class", "ctorch\nTensor\n)R", "torch.Tensor is called"],
    ["with a state", `${tensor()}}b`, "nothing but dicts and what is left out"],
    ["in a dict with a list for a state", `}]b`, "nothing but dicts and what is left out"],
    [
      "of a storage with a view",
      tensor({ of: storage({ numel: "K\x06K\0" }) }),
      "expected a storage by",
    ],
    [
      "of a storage of another kind",
      tensor({ of: storage({ kind: text("store") }) }),
      "expected a storage by",
    ],
    [
      "of a storage of a type alone",
      tensor({ of: storage({ type: "ctorch\nfloat32\n" }) }),
      "expected a storage by",
    ],
    [
      "of a storage with a number for a key",
      tensor({ of: storage({ key: "K\0" }) }),
      "expected a storage by",
    ],
    [
      "of a storage that lies nowhere",
      tensor({ of: storage({ location: "N" }) }),
      "expected a storage by",
    ],
    [
      "of a storage of -1 elements",
      tensor({ of: storage({ numel: "J\xff\xff\xff\xff" }) }),
      "expected a storage by",
    ],
    [
      "of a storage of 6.0 elements",
      tensor({ of: storage({ numel: "G@\x18\0\0\0\0\0\0" }) }),
      "expected a storage by",
    ],
    ["of a storage of its type in name", tensor({ of: "N" }), "expected a tensor of a storage"],
    ["of an ordered dict of a dict", ordered("}\x85"), "expected OrderedDict of a list of pairs"],
    ["of an ordered dict of two", ordered("]]\x86"), "expected OrderedDict of a list of pairs"],
    [
      "of an ordered dict of triples",
      ordered(`](](${text("a")}NNee\x85`),
      "expected OrderedDict of a list of pairs",
    ],
    [
      "of an ordered dict of a key alone",
      ordered(`](](${text("a")}ee\x85`),
      "expected OrderedDict of a list of pairs",
    ],
    [
      "of an ordered dict of tuples",
      ordered(`](${text("a")}N\x86e\x85`),
      "expected OrderedDict of a list of pairs",
    ],
    ["of an ordered dict with a tuple for a key", ordered("](]()Nee\x85"), "expected OrderedDict of a list of pairs"], // prettier-ignore
    ["of an ordered dict with None for a key", ordered("](](NNee\x85"), "expected OrderedDict of a list of pairs"], // prettier-ignore
    [
      "of an ordered dict with a key twice",
      ordered(`](](${text("a")}Ne](${text("a")}Nee\x85`),
      "given twice",
    ],
  ])("a tensor %s is refused", async (_, value, message) => {
    await expect(read(torchArchive(value))).rejects.toThrow(CheckpointError);
    await expect(read(torchArchive(value))).rejects.toThrow(message);
  });

  test("an ordered dict of pairs, as Python 2 has it, and one with what made it", async () => {
    const pairs = ordered(`](](${text("a")}${tensor()}e](K\x01${tensor()}ee\x85`);
    const bytes = (value: string) => torchArchive("N", { "data.pkl": `\x80\x02${value}.` });
    expect([...(await read(bytes(pairs))).parameters.keys()]).toEqual(["a", "1"]);
    const versions = `}${text("_metadata")}}sb`;
    expect([...(await read(bytes(`${pairs}${versions}`))).parameters.keys()]).toEqual(["a", "1"]);
  });

  describe("the usual name, then tensors of its own, then the only other", () => {
    const own = `${text("w")}${tensor()}s`;
    const five = `${text("n")}K\x05s`;
    const inner = (name: string, dict = `}${own}`) => `${text(name)}${dict}s`;
    const nested = (levels: number) => Array.from({ length: levels }).reduce<string>((dict) => inner("d", `}${dict}`), own); // prettier-ignore
    const readDict = (dict: string) => read(torchArchive("N", { "data.pkl": `\x80\x02}${dict}.` }));

    test.each<[string, dict: string, names: string[], skipped: string[]]>([
      ["its own", own + inner("ema"), ["w"], ["ema"]],
      ["its own, and a number", own + five, ["w"], ["n"]],
      ["its own, and a usual name of no dict", `${own}${text("model")}K\x05s`, ["w"], ["model"]],
      ["its own, and a usual name of no tensors", own + inner("model", "}"), ["w"], ["model"]],
      ["model", own + inner("model"), ["w"], ["w"]],
      ["state_dict", inner("ema") + inner("state_dict"), ["w"], ["ema"]],
      ["model_state_dict", inner("ema") + inner("model_state_dict"), ["w"], ["ema"]],
      ["the only other", inner("net") + inner("args", `}${five}`), ["w"], ["args"]],
      ["the only other, and numbers in it", inner("net", `}${own}${five}`), ["w"], ["n"]],
      ["three levels", nested(3), ["w"], []],
      ["names that a wrapper made, and others", `${text("module.w")}${tensor()}s${five}`, ["w"], ["n"]], // prettier-ignore
    ])("%s", async (_, dict, names, skipped) => {
      const found = await readDict(dict);
      expect([...found.parameters.keys()]).toEqual(names);
      expect(found.skipped).toEqual(skipped);
    });

    const advice =
      /; save its weights alone in Python: torch\.save\(model\.state_dict\(\), "weights\.pt"\)$/;

    test.each<[string, dict: string, reason: RegExp]>([
      [
        "four levels",
        nested(4),
        RegExp(/^w\.pt: expected a dict of tensors/.source + advice.source),
      ],
      [
        "five levels",
        nested(5),
        /^w\.pt: expected a dict of tensors of floats, got none beside d$/,
      ],
      ["nothing", "", /^w\.pt: expected a dict of tensors of floats, got none$/],
      ["one dict under two names", `${inner("a", `}${own}q\x01`)}${inner("b", "h\x01")}`, /^w\.pt: expected one dict of tensors, got a; b; choose in Python: /], // prettier-ignore
    ])("%s: refused", async (_, dict, reason) => {
      await expect(readDict(dict)).rejects.toThrow(CheckpointError);
      await expect(readDict(dict)).rejects.toThrow(reason);
    });

    test.each([
      ["what is left out", "ctorch\ndevice\n)R", "expected a dict of tensors;"],
      ["a list", "]", "expected a dict of tensors, got a list;"],
    ])("%s in its place is refused", async (_, value, reason) => {
      const reading = read(torchArchive("N", { "data.pkl": `\x80\x02${value}.` }));
      await expect(reading).rejects.toThrow(`w.pt: ${reason} save its weights alone in Python: `);
    });
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
