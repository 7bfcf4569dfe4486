import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { PickleError } from "./pickle-error.js";
import { readPickle } from "./read-pickle.js";
import * as files from "../testing/numpy-files.js";
import { array, bytes, dictOf, dtype, pickle, text } from "../testing/pickle-bytes.js";

test("arrays of four axes, of halves, and of none", () => {
  const kernel = readPickle(files.pickleOf4Axes, "w").get("K");
  expect(kernel).toEqual({
    data: Float32Array.from({ length: 24 }, (_, i) => i),
    shape: [2, 3, 2, 2],
  });
  expect(readPickle(files.pickleOfHalves, "w")).toEqual(
    new Map<string, object>([
      ["h", { data: Float32Array.of(1.5, -0.25), shape: [2] }],
      ["s", { data: Float64Array.of(7), shape: [] }],
    ]),
  );
});

test.each([
  ["a list", `](${array()}${array()}e`],
  ["a tuple", `${array()}${array()}\x86`],
])("%s of arrays, named as numpy.savez names them", (_, value) => {
  const read = readPickle(pickle(`\x80\x03${value}.`), "w");
  expect([...read.keys()]).toEqual(["arr_0", "arr_1"]);
});

// Python 2 writes str as BINSTRING, for names and bytes alike.
test("a pickle of Python 2", () => {
  const array =
    "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R" +
    "(K\x01K\x01\x85cnumpy\ndtype\nU\x02f4K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb" +
    "\x89U\x04\x00\x00\x80\x3ftb";
  const read = readPickle(pickle(`\x80\x02}U\x01b${array}s.`), "w");
  expect(read).toEqual(new Map([["b", { data: Float32Array.of(1), shape: [1] }]]));
});

test.each([
  [
    "os.system by GLOBAL",
    pickle("\x80\x03cposix\nsystem\nX\x04\0\0\0echo\x85R."),
    "names the global posix.system",
  ],
  [
    "by STACK_GLOBAL",
    pickle("\x80\x04\x8c\x02os\x8c\x06system\x93."),
    'w.pkl: not a readable pickle: names the global os.system; expected NumPy arrays in a plain dict alone, and no code is run; save them alone in Python: numpy.savez("weights.npz", **arrays)',
  ],
  ["builtins.eval", pickle("\x80\x03cbuiltins\neval\n."), "names the global builtins.eval"],
  [
    "an inherited name",
    pickle("\x80\x03c__proto__\nconstructor\n."),
    "names the global __proto__.constructor",
  ],
  [
    "a dict of another class",
    files.pickleOfOrderedDict,
    "names the global collections.OrderedDict",
  ],
  [
    "integers",
    files.pickleOfInts,
    'n: expected floats (f2, f4, f8), got <i8; save it with .astype("float32")',
  ],
  ["objects", files.pickleOfObjects, "o: expected floats (f2, f4, f8), got |O8"],
  [
    "something callable called wrongly",
    pickle("\x80\x03cnumpy\nndarray\n)R."),
    "numpy.ndarray is called",
  ],
  ["protocol 1", pickle("}q\0."), "expected a pickle of protocol 2 to 5, got protocol none"],
  ["protocol 6", pickle("\x80\x06}."), "got protocol 6"],
  // pickle.dumps([1.0]), pickle.dumps({"a": [1.0]}), …
  [
    "a list of floats",
    pickle("\x80\x03]G?\xf0\0\0\0\0\0\0a."),
    "expected arr_0 to be a NumPy array, got a float",
  ],
  [
    "an array alone",
    pickle(`\x80\x03${array()}.`),
    /^w\.pkl: expected a dict, list or tuple of NumPy arrays, got an array$/,
  ],
  [
    "a dict of lists",
    dictOf("]G?\xf0\0\0\0\0\0\0a"),
    'expected a to be a NumPy array, got a list; save numpy.array(value, dtype="float32")',
  ],
  ["integers alone", dictOf("K\x01"), "expected a to be a NumPy array, got an integer"],
  ["a dict in itself", pickle("\x80\x03}q\0X\x01\0\0\0ah\0s."), "to be a NumPy array, got a dict"],
  ["a name twice", pickle(`\x80\x03}${text("a")}${array()}s${bytes("a")}${array()}s.`), "twice"],
  // >>> pickle.loads(…): UnicodeDecodeError
  ["a name that is not UTF-8", pickle(`\x80\x03}${text("\xff")}${array()}s.`), "not UTF-8"],
  [
    "a name of other bytes",
    pickle(`\x80\x03}${bytes("\xe9")}${array()}s.`),
    "keys of a dict to be text",
  ],
  // Python 2 does not say in which encoding.
  ["a name of UTF-8 as bytes", pickle(`\x80\x03}${bytes("a\xc3\xa9")}${array()}s.`), "to be text"],
  [
    "1,001 bytes for a name",
    pickle(`\x80\x03}${bytes("a".repeat(1001))}${array()}s.`),
    "to be text",
  ],
  ["an array without a state", dictOf("cnumpy._core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R"), "expected a to be a NumPy array"], // prettier-ignore
  ["a name that is no text", pickle(`\x80\x03}K\x01${array()}s.`), "keys of a dict to be text"],
  // >>> pickle.loads(…): "pickle exhausted before end of frame"
  [
    "a frame that ends early",
    pickle("\x80\x04\x95\x03\0\0\0\0\0\0\0}X\0\0\0\0Ns."),
    "beyond its frame",
  ],
  ["a frame beyond the end", pickle("\x80\x04\x95\x03\0\0\0\0\0\0\0}."), "a frame of 3 bytes"],
  ["an empty stack", pickle("\x80\x03."), "the stack is empty"],
  ["nothing memoized", pickle("\x80\x03h\x07."), "nothing was memoized as 7"],
  ["an item without a value", pickle("\x80\x03}(X\x01\0\0\0au."), "a key without a value"],
  ["2 GB of text in 8 bytes", pickle("\x80\x04X\xff\xff\xff\x7f"), "expected 2147483647 bytes"],
  [
    "2^63 bytes",
    pickle("\x80\x04\x8e\0\0\0\0\0\0\0\x80"),
    "cut short: expected 9223372036854776000 bytes",
  ],
])("refuses %s", (_, bytes, message) => {
  expect(() => readPickle(bytes, "w.pkl")).toThrow(CheckpointError);
  expect(() => readPickle(bytes, "w.pkl")).toThrow(message);
});

test("why it is no pickle is kept", () => {
  expect(() => readPickle(pickle("\x80\x03"), "w.pkl")).toThrow(
    expect.objectContaining({ cause: expect.any(PickleError) as PickleError }),
  );
});

test("refuses an array that claims more elements than it has bytes, before allocating them", () => {
  expect(() => readPickle(dictOf(array({ shape: "K\xffK\x03\x86" })), "w.pkl")).toThrow(
    "float32 of shape (255,3) takes 3060 bytes, got 24",
  );
});

// A byte order mark belongs to a name, as in Python.
test("names as Python has them", () => {
  const bom = pickle(`\x80\x03}${text("\xef\xbb\xbfW")}${array()}s.`);
  expect([...readPickle(bom, "w.pkl").keys()]).toEqual(["\ufeffW"]);
});

describe("files that would cost more than they are", () => {
  const megabyte = "a".repeat(1_000_000);
  const shape = "M\xe8\x03K\xfa\x86"; // [1000, 250] of float32

  /** A dict of two arrays, the second of which is made of what the first has put into the memo. */
  const twoArrays = (first: string, second: string): Uint8Array => {
    const [a, b] = [first, second].map((content) => array({ shape, content }));
    return pickle(`\x80\x03}${text("a")}${a}s${text("b")}${b}s.`);
  };

  test("arrays of the same bytes are refused: pickle writes none", () => {
    expect(() => readPickle(twoArrays(`${bytes(megabyte)}q\0`, "h\0"), "w.pkl")).toThrow(
      /^w\.pkl: expected arrays of up to its 1000\d\d\d bytes, got 2000000$/,
    );
  });

  test("text that is made bytes again and again is refused", () => {
    const encode = (content: string): string =>
      `c_codecs\nencode\n${content}${text("latin1")}\x86R`;
    const twice = twoArrays(encode(`${text(megabyte)}q\0`), encode("h\0"));
    expect(() => readPickle(twice, "w.pkl")).toThrow("makes more bytes than the file holds");
  });

  test("one array under two names is read once", () => {
    const read = readPickle(pickle(`\x80\x03}${text("a")}${array()}q\0s${text("b")}h\0s.`), "w");
    expect(read.get("b")).toBe(read.get("a"));
    expect(read.get("b")?.data).toEqual(Float32Array.of(0, 1, 2, 3, 4, 5));
  });

  test("messages stay short, whatever the file has for names", () => {
    const long = "n".repeat(1_000_000);
    for (const file of [
      pickle(`\x80\x03}${text(long)}Ns.`),
      pickle(`\x80\x03}${text(long)}Ns${text(long)}Ns.`),
      pickle(`\x80\x03c${long}\nx\n.`),
      dictOf(array({ type: dtype({ code: long }) })),
    ]) {
      expect(errorOf(() => readPickle(file, "w.pkl")).message.length).toBeLessThan(600);
    }
  });
});

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
