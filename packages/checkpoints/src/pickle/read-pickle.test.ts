import { expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import { readPickle } from "./read-pickle.js";
import * as files from "../testing/numpy-files.js";

/** A pickle from its opcodes' bytes as latin-1 text. */
function pickle(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

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
    "names the global os.system",
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
  ["integers", files.pickleOfInts, "expected arrays of floats (f2, f4, f8), got i8"],
  ["objects", files.pickleOfObjects, "is not one that a dict of NumPy arrays needs"],
  [
    "something callable called wrongly",
    pickle("\x80\x03cnumpy\nndarray\n)R."),
    "unexpected call of ndarray",
  ],
  ["protocol 1", pickle("}q\0."), "expected a pickle of protocol 2 to 5, got protocol none"],
  ["protocol 6", pickle("\x80\x06}."), "got protocol 6"],
  ["no dict", pickle("\x80\x03K\x01."), "expected a dict of NumPy arrays"],
  ["no arrays", pickle("\x80\x03}X\x01\0\0\0aK\x01s."), "expected a to be a NumPy array"],
  ["a dict in itself", pickle("\x80\x03}q\0X\x01\0\0\0ah\0s."), "expected a to be a NumPy array"],
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

// (K\x01K\x02K\x03\x87: the shape (2, 3) of W, made (255, 3)
test("refuses an array that claims more elements than it has bytes, before allocating them", () => {
  const bytes = files.pickle3;
  const shape = bytes.findIndex(
    (byte, i) => byte === 2 && bytes[i + 1] === 0x4b && bytes[i + 2] === 3,
  );
  expect(() => readPickle(bytes.with(shape, 255), "w.pkl")).toThrow(
    "an array of shape (255,3) takes 3060 bytes, got 24",
  );
});
