import { expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { text, torchStorage as storage, torchTensor as tensor } from "../testing/pickle-bytes.js";
import { torchArchive } from "../testing/torch-archive.js";
import { readTorch } from "../torch/read-torch.js";

const read = (bytes: Uint8Array) => readTorch(bytes, "w.pt");

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
  ["of another type than its storage", v3("ctorch\nDoubleStorage\n"), "of the type of its storage"],
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
