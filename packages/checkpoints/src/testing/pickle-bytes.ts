/** A pickle from its opcodes' bytes as latin-1 text. */
export function pickle(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** A 32-bit little-endian number, as latin-1 text. */
function uint32(value: number): string {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return String.fromCharCode(...bytes);
}

/** BINUNICODE of ASCII text, and BINBYTES of latin-1 text. */
export const text = (value: string): string => `X${uint32(value.length)}${value}`;
export const bytes = (value: string): string => `B${uint32(value.length)}${value}`;

const minusOne = "J\xff\xff\xff\xff";

/** The opcodes of `numpy.dtype(code)`, with parts that may be others than NumPy writes. */
export function dtype({
  code = "f4",
  args = `${text(code)}\x89\x88`,
  version = "K\x03",
  order = text("<"),
  rest = `NNN${minusOne}${minusOne}K\0`,
} = {}): string {
  return `cnumpy\ndtype\n(${args}tR(${version}${order}${rest}tb`;
}

/** 0, 1, 2, 3, 4, 5 as little-endian float32. */
export const sixFloats = "\0\0\0\0\0\0\x80?\0\0\0@\0\0@@\0\0\x80@\0\0\xa0@";

/** The opcodes of an array as protocols 2 to 4 have it: those numbers as [2, 3], or other parts. */
export function array({
  version = "K\x01",
  shape = "K\x02K\x03\x86",
  type = dtype(),
  isFortran = "\x89",
  content = bytes(sixFloats),
} = {}): string {
  const empty = `cnumpy._core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85${bytes("b")}\x87R`;
  return `${empty}(${version}${shape}${type}${isFortran}${content}tb`;
}

/** The opcodes of an array as protocol 5 has it. */
export function fromBuffer({
  buffer = bytes(sixFloats),
  type = dtype(),
  shape = "K\x02K\x03\x86",
  order = text("C"),
} = {}): string {
  return `cnumpy._core.numeric\n_frombuffer\n(${buffer}${type}${shape}${order}tR`;
}

/** A pickled dict of one value, `a`. */
export function dictOf(value: string): Uint8Array {
  return pickle(`\x80\x03}${text("a")}${value}s.`);
}

/** The opcodes of a storage of PyTorch's, for BINPERSID: six float32, or other parts. */
export function torchStorage({
  kind = text("storage"),
  type = "ctorch\nFloatStorage\n",
  key = text("0"),
  location = text("cpu"),
  numel = "K\x06",
} = {}): string {
  return `(${kind}${type}${key}${location}${numel}tQ`;
}

/** The opcodes of a tensor of PyTorch's: all of that storage as [2, 3], or other parts. */
export function torchTensor({
  rebuild = "_rebuild_tensor_v2",
  of = torchStorage(),
  offset = "K\0",
  shape = "K\x02K\x03\x86",
  strides = "K\x03K\x01\x86",
  rest = "\x89N",
} = {}): string {
  return `ctorch._utils\n${rebuild}\n(${of}${offset}${shape}${strides}${rest}tR`;
}
