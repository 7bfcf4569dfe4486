import { describe, expect, test } from "vitest";
import { text, torchStorage, torchTensor } from "../testing/pickle-bytes.js";
import { torchArchive } from "../testing/torch-archive.js";
import { readTorch } from "../torch/read-torch.js";

/** A dict of a tensor, and of another value beside it. */
const beside = (value: string) =>
  readTorch(torchArchive(`${torchTensor()}s${text("x")}${value}`), "w.pt");

/** `count` elements of a storage. */
const tensorOf = (storage: string, count: number, rest?: string) => {
  const shape = `K${String.fromCharCode(count)}\x85`;
  return torchTensor({ of: storage, shape, strides: "K\x01\x85", ...(rest && { rebuild: "_rebuild_tensor_v3", rest }) }); // prettier-ignore
};

const refused = (name: string) =>
  `w.pt: x: expected float16, bfloat16, float32 or float64, got ${name}; save it with .float()`;

// torch.empty(0, dtype=torch.NAME).element_size()
describe.each<[name: string, bytes: number, isSkipped?: "skipped"]>([
  ["bool", 1, "skipped"],
  ["uint8", 1, "skipped"],
  ["int8", 1, "skipped"],
  ["uint16", 2, "skipped"],
  ["int16", 2, "skipped"],
  ["uint32", 4, "skipped"],
  ["int32", 4, "skipped"],
  ["uint64", 8, "skipped"],
  ["int64", 8, "skipped"],
  ["float8_e4m3fn", 1],
  ["float8_e5m2", 1],
  ["float8_e4m3fnuz", 1],
  ["float8_e5m2fnuz", 1],
  ["float8_e8m0fnu", 1],
  ["complex32", 4],
  ["complex64", 8],
  ["complex128", 16],
  ["qint8", 1],
  ["quint8", 1],
  ["qint32", 4],
])("a tensor of %s", (name, bytes, isSkipped) => {
  const untyped = torchStorage({ type: "ctorch.storage\nUntypedStorage\n", key: text("1"), numel: "K\x30" }); // prettier-ignore
  const most = 48 / bytes;
  const of = (count: number) => beside(tensorOf(untyped, count, `\x89Nctorch\n${name}\n`));

  test(isSkipped ? "is skipped" : "is refused", async () => {
    if (isSkipped) expect((await of(most)).skipped).toEqual([`x (${name})`]);
    else await expect(of(most)).rejects.toThrow(refused(name));
  });

  test(`takes ${bytes} bytes an element`, async () => {
    await expect(of(most + 1)).rejects.toThrow("beyond its storage of 48 bytes");
  });
});

// torch.NAME(0).dtype
test.each<[storage: string, type: string, bytes: number, isSkipped?: "skipped"]>([
  ["BoolStorage", "bool", 1, "skipped"],
  ["ByteStorage", "uint8", 1, "skipped"],
  ["CharStorage", "int8", 1, "skipped"],
  ["ShortStorage", "int16", 2, "skipped"],
  ["IntStorage", "int32", 4, "skipped"],
  ["LongStorage", "int64", 8, "skipped"],
  ["ComplexFloatStorage", "complex64", 8],
  ["ComplexDoubleStorage", "complex128", 16],
  ["QInt8Storage", "qint8", 1],
  ["QUInt8Storage", "quint8", 1],
  ["QInt32Storage", "qint32", 4],
])("a %s is of %s", async (name, type, bytes, isSkipped) => {
  const storage = torchStorage({ type: `ctorch\n${name}\n`, key: text("1"), numel: "K\x06" });
  const reading = beside(tensorOf(storage, 6));
  if (isSkipped) expect((await reading).skipped).toEqual([`x (${type})`]);
  else await expect(reading).rejects.toThrow(refused(type));
  await expect(beside(tensorOf(storage, 7))).rejects.toThrow(`storage of ${6 * bytes} bytes`);
});

// What `torch.save` makes of what training scripts put beside weights.
test.each<[global: string, of: string]>([
  ["torch\ndevice", 'torch.device("cpu")'],
  ["torch\nSize", "w.shape"],
  ["torch.torch_version\nTorchVersion", "torch.__version__"],
  ["argparse\nNamespace", "parser.parse_args()"],
  ["pathlib\nPosixPath", 'Path("runs")'],
  ["pathlib\nWindowsPath", 'Path("runs") on Windows'],
  ["datetime\ndatetime", "datetime.now()"],
  ["builtins\nset", "{1, 2}"],
  ["builtins\nlist", "defaultdict(list)"],
  ["builtins\ndict", "defaultdict(dict)"],
  ["builtins\nint", "defaultdict(int)"],
  ["builtins\nfloat", "defaultdict(float)"],
  ["builtins\nbytearray", "bytearray(8)"],
  ["__builtin__\nset", "{1, 2}, of protocol 2"],
  ["__builtin__\nlist", "defaultdict(list), of protocol 2"],
  ["__builtin__\ndict", "defaultdict(dict), of protocol 2"],
  ["__builtin__\nint", "defaultdict(int), of protocol 2"],
  ["__builtin__\nfloat", "defaultdict(float), of protocol 2"],
  ["__builtin__\nbytearray", "bytearray(8), of protocol 2"],
  ["_codecs\nencode", 'b"text", of protocol 2'],
  ["numpy\ndtype", "numpy.dtype(float)"],
  ["numpy\nndarray", "numpy.ndarray"],
  ["numpy.core.multiarray\nscalar", "numpy.float64(1)"],
  ["numpy.core.multiarray\n_reconstruct", "numpy.zeros(2)"],
  ["numpy.core.numeric\n_frombuffer", "numpy.zeros(2), of protocol 5"],
  ["numpy._core.multiarray\nscalar", "numpy.float64(1), of NumPy 2"],
  ["numpy._core.multiarray\n_reconstruct", "numpy.zeros(2), of NumPy 2"],
  ["numpy._core.numeric\n_frombuffer", "numpy.zeros(2), of NumPy 2 and protocol 5"],
  ["collections\nOrderedDict", "OrderedDict()"],
])("%j is skipped: %s", async (global) => {
  expect((await beside(`c${global}\n)R`)).skipped).toEqual(["x"]);
  expect((await beside(`c${global}\n`)).skipped).toEqual(["x"]);
});

test.each(["OrderedDict", "defaultdict", "Counter"])("weights may be in a %s", async (name) => {
  // REDUCE, and NEWOBJ.
  for (const opcode of ["R", "\x81"]) {
    const dict = `\x80\x02ccollections\n${name}\n)${opcode}${text("w")}${torchTensor()}s.`;
    const { parameters } = await readTorch(torchArchive("N", { "data.pkl": dict }), "w.pt");
    expect([...parameters.keys()]).toEqual(["w"]);
  }
});
