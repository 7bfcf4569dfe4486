import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import * as files from "../testing/numpy-files.js";
import {
  array,
  bytes,
  dictOf,
  dtype,
  fromBuffer,
  sixFloats,
  text,
} from "../testing/pickle-bytes.js";
import { readPickle } from "./read-pickle.js";

/** The array of a pickle that has one, as its shape and numbers. */
function read(pickle: Uint8Array): { shape: readonly number[]; data: number[] } {
  const [tensor] = readPickle(pickle, "w.pkl").values();
  return { shape: tensor!.shape, data: Array.from(tensor!.data) };
}

const inOrderC = { shape: [2, 3], data: [0, 1, 2, 3, 4, 5] };
/** `np.arange(6, dtype="f4").reshape(2, 3, order="F").ravel()` */
const inOrderF = { shape: [2, 3], data: [0, 2, 4, 1, 3, 5] };

describe("the order of an array's elements is the one that NumPy reads", () => {
  // `array_setstate` takes the flag as a C int: whatever is not 0 is true.
  test.each([
    ["False", "\x89", inOrderC],
    ["True", "\x88", inOrderF],
    ["0", "K\0", inOrderC],
    ["1", "K\x01", inOrderF],
    ["256", "M\0\x01", inOrderF],
    ["-1 in 8 bytes", "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\xff", inOrderF],
  ])("Fortran flag %s", (_, isFortran, expected) => {
    expect(read(dictOf(array({ isFortran })))).toEqual(expected);
  });

  test.each([
    ["None", "N"],
    ["text", text("F")],
    ["1.0", "G?\xf0\0\0\0\0\0\0"],
    ["2^32, which is no int", "\x8a\x05\0\0\0\0\x01"],
  ])("Fortran flag %s is refused", (_, isFortran) => {
    expect(() => read(dictOf(array({ isFortran })))).toThrow("expected one state of an array");
  });

  test("_frombuffer of NumPy 1", () => {
    expect(read(dictOf(fromBuffer().replace("numpy._core", "numpy.core")))).toEqual(inOrderC);
  });

  test("_frombuffer in order C and F", () => {
    expect(read(dictOf(fromBuffer()))).toEqual(inOrderC);
    expect(read(dictOf(fromBuffer({ order: text("F") })))).toEqual(inOrderF);
  });

  test("_frombuffer in order K keeps the order of the axes", () => {
    // np.arange(24).reshape(2, 3, 4).transpose(1, 2, 0)[:, 0] is [[0, 12], [4, 16], [8, 20]]
    const { shape, data } = read(files.pickleOfTurnedAxes);
    expect(shape).toEqual([3, 4, 2]);
    expect([data.slice(0, 2), data.slice(8, 10), data.slice(16, 18)]).toEqual([
      [0, 12],
      [4, 16],
      [8, 20],
    ]);
    const turned = fromBuffer({ order: `${text("K")}K\x01K\0\x86` });
    // np.arange(6).reshape(2, 3).transpose(1, 0)
    expect(read(dictOf(turned))).toEqual({ shape: [3, 2], data: [0, 3, 1, 4, 2, 5] });
  });

  test.each([
    ["A", text("A"), "expected an array in order C or F, or in K"],
    ["f", text("f"), "expected an array in order C or F, or in K"],
    ["F as bytes", bytes("F"), "expected an array in order C or F, or in K"],
    ["K without the axes", text("K"), "expected an array in order C or F, or in K"],
    ["C with axes", `${text("C")}K\x01K\0\x86`, "expected an array in order C or F, or in K"],
    ["K without the order of its axes", `${text("K")}N`, "expected order K to name each axis once"],
    ["K with one axis", `${text("K")}K\0\x85`, "expected order K to name each axis once"],
    ["K with an axis twice", `${text("K")}K\x01K\x01\x86`, "to name each axis once"],
    ["F with axes", `${text("F")}K\x01K\0\x86`, "expected an array in order C or F, or in K"],
    ["K with three of two axes", `${text("K")}K\0K\x01K\0\x87`, "to name each axis once"],
    ["K with an axis beyond", `${text("K")}K\0K\x02\x86`, "to name each axis once"],
  ])("_frombuffer in order %s is refused", (_, order, message) => {
    expect(() => read(dictOf(fromBuffer({ order })))).toThrow(message);
  });
});

describe("states", () => {
  test("of version 0 of an array, and version 4 of a dtype with metadata", () => {
    expect(read(dictOf(array({ version: "K\0" })))).toEqual(inOrderC);
    expect(read(files.pickleWithMetadata)).toEqual({ shape: [2], data: [1, 1] });
  });

  // >>> pickle.loads(…): "can't handle version 2 of numpy.ndarray pickle"
  test.each([
    ["version 2 of an array", array({ version: "K\x02" }), "of an array, in version 0 or 1"],
    ["an array's without a version", array({ version: "" }), "of an array, in version 0 or 1"],
    [
      "two of an array",
      `${array()}(K\x01K\x06\x85${dtype()}\x89${bytes(sixFloats)}tb`,
      "one state",
    ],
    ["six parts of an array", array({ content: `${bytes(sixFloats)}N` }), "one state of an array"],
    [
      "seven parts of version 3",
      array({ type: dtype({ order: `${text("<")}N` }) }),
      "version 3 or 4",
    ],
    ["seven parts of version 5", array({ type: dtype({ version: "K\x05", order: `${text("<")}N` }) }), "version 3 or 4"], // prettier-ignore
    ["a byte order of two letters", array({ type: dtype({ order: text("<<") }) }), "one state"],
    ["a byte order that is no text", array({ type: dtype({ order: "K\x01" }) }), "one state"],
    ["a list of an array", `${array().slice(0, array().indexOf("("))}]b`, "a tuple as the state"],
    ["the state of a dict", "})b", "a tuple as the state of an array or a dtype"],
    ["version 5 of a dtype", array({ type: dtype({ version: "K\x05" }) }), "in version 3 or 4"],
    ["version 4 without metadata", array({ type: dtype({ version: "K\x04" }) }), "version 3 or 4"],
    ["two of a dtype", array({ type: `${dtype()}(K\x03${text(">")}NNNK\0K\0K\0tb` }), "one state"],
    [
      "of a structured dtype",
      array({ type: dtype({ rest: "NNNK\x04K\x01K\0" }) }),
      "a plain dtype",
    ],
    ["none of a dtype", array({ type: `cnumpy\ndtype\n${text("f4")}\x89\x88\x87R` }), "a dtype"],
  ])("%s refused", (_, value, message) => {
    expect(() => read(dictOf(value))).toThrow(CheckpointError);
    expect(() => read(dictOf(value))).toThrow(message);
  });

  test("little-endian and big-endian; a byte order that is not told is refused", () => {
    const turned = sixFloats.replace(/(.)(.)(.)(.)/gs, "$4$3$2$1");
    const type = dtype({ order: text(">") });
    expect(read(dictOf(array({ type, content: bytes(turned) })))).toEqual(inOrderC);
    expect(read(dictOf(array({ type: dtype({ order: bytes("<") }) })))).toEqual(inOrderC);
    for (const order of ["=", "|"]) {
      expect(() => read(dictOf(array({ type: dtype({ order: text(order) }) })))).toThrow(
        `w.pkl: a: expected floats (f2, f4, f8), got ${order}f4`,
      );
    }
  });

  test("a dtype that is no copy is refused, for NumPy does not give it a byte order", () => {
    const type = dtype({ args: `${text("f4")}\x89\x89` });
    expect(() => read(dictOf(array({ type })))).toThrow("expected numpy.dtype to copy");
  });
});

describe("calls are those that NumPy writes", () => {
  const [ndarray, b] = ["cnumpy\nndarray\n", bytes("b")];
  const encode = (args: string): string => `c_codecs\nencode\n(${args}tR`;

  test.each([
    ["of another class", `${dtype()}K\0\x85${b}`],
    ["of one element", `${ndarray}K\x01\x85${b}`],
    ["of two axes", `${ndarray}K\0K\0\x86${b}`],
    ["of a list", `${ndarray}]K\0a${b}`],
    ["of another type", `${ndarray}K\0\x85${bytes("d")}`],
    ["of four arguments", `${ndarray}K\0\x85${b}N`],
  ])("_reconstruct %s is refused", (_, args) => {
    const made = `cnumpy._core.multiarray\n_reconstruct\n(${args}tR`;
    expect(() => read(dictOf(made))).toThrow("expected _reconstruct of an empty numpy.ndarray");
  });

  test.each([
    ["that is aligned", `${text("f4")}\x88\x88`],
    ["that is told no more", `${text("f4")}\x89`],
    ["that is told more", `${text("f4")}\x89\x88N`],
    ["of a number", "K\x04\x89\x88"],
  ])("a dtype %s is refused", (_, args) => {
    expect(() => read(dictOf(array({ type: dtype({ args }) })))).toThrow("numpy.dtype to copy");
  });

  test.each([
    ["in UTF-8", encode(`${text("a")}${text("utf8")}`), "_codecs.encode of latin1 text"],
    ["of bytes", encode(`${bytes("a")}${text("latin1")}`), "_codecs.encode of latin1 text"],
    ["with what to do on errors", encode(`${text("a")}${text("latin1")}${text("ignore")}`), "_codecs.encode of latin1 text"], // prettier-ignore
    ["of zeros", "cbuiltins\nbytes\nK\x18\x85R", "expected bytes() without arguments"],
  ])("bytes %s are refused", (_, content, message) => {
    expect(() => read(dictOf(array({ content })))).toThrow(message);
  });
});

describe("bytes", () => {
  const encoded = (content: string): string => `c_codecs\nencode\n${content}${text("latin1")}\x86R`;
  /** BINUNICODE of any text. */
  const unicode = (value: string): string => {
    const utf8 = new TextEncoder().encode(value);
    return text(String.fromCharCode(...utf8));
  };

  test("as text in latin1, which protocol 2 has for them", () => {
    expect(read(dictOf(array({ content: encoded(unicode(sixFloats)) })))).toEqual(inOrderC);
    expect(read(files.pickleOfNoElements)).toEqual({ shape: [0, 3], data: [] });
    // np.finfo("f4").max
    const largest = array({ shape: "K\x01\x85", content: encoded(unicode("\xff\xff\x7f\x7f")) });
    expect(read(dictOf(largest)).data).toEqual([3.4028234663852886e38]);
  });

  // >>> codecs.encode("Ā", "latin1"): UnicodeEncodeError
  test("a character beyond latin1 is refused", () => {
    const content = encoded(unicode(`${sixFloats.slice(0, -1)}\u0140`));
    expect(() => read(dictOf(array({ content })))).toThrow(
      "expected _codecs.encode of latin1 text",
    );
  });

  // >>> pickle.loads(…): "pickle not returning string"
  test("a bytearray is taken for a buffer, and refused for a state", () => {
    const bytearray = `\x96${String.fromCharCode(sixFloats.length)}\0\0\0\0\0\0\0${sixFloats}`;
    expect(read(dictOf(fromBuffer({ buffer: bytearray })))).toEqual(inOrderC);
    expect(() => read(dictOf(array({ content: bytearray })))).toThrow("up to 64 axes, and bytes");
  });
});

describe("shapes", () => {
  const ones = (count: number): string => `(${"K\x01".repeat(count)}t`;
  const one = bytes("\0\0\x80?");

  test("of 64 axes, and no more", () => {
    const { shape } = read(dictOf(array({ shape: ones(64), content: one })));
    expect(shape).toEqual(Array.from({ length: 64 }, () => 1));
    expect(() => read(dictOf(array({ shape: ones(65), content: one })))).toThrow("up to 64 axes");
  });

  test.each([
    ["a float", "G@\0\0\0\0\0\0\0K\x03\x86"],
    ["a boolean", "\x88K\x06\x86"],
    ["a negative length", "J\xfe\xff\xff\xffJ\xfd\xff\xff\xff\x86"],
    ["a list", "](K\x02K\x03e"],
  ])("with %s are refused", (_, shape) => {
    expect(() => read(dictOf(array({ shape })))).toThrow("a shape of up to 64 axes");
  });

  test("of no axis: one number", () => {
    const scalar = { shape: ")", content: one };
    expect(read(dictOf(array(scalar)))).toEqual({ shape: [], data: [1] });
    const order = `${text("K")}N`;
    expect(() => read(dictOf(fromBuffer({ shape: ")", buffer: one, order })))).toThrow("order K");
  });

  test("beyond what a file can hold are refused, though an axis be of length 0", () => {
    const huge = "\x8a\x07\0\0\0\0\0\0\x10";
    expect(() => read(dictOf(array({ shape: `${huge}K\0\x86`, content: bytes("") })))).toThrow(
      "float32 of shape (4503599627370496,0) is beyond what a file can hold",
    );
  });
});
