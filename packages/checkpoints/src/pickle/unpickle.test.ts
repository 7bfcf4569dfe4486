import { describe, expect, test } from "vitest";
import { pickle, text } from "../testing/pickle-bytes.js";
import { Callable, Float, List, type Dialect } from "./dialect.js";
import { PickleError } from "./pickle-error.js";
import { unpickle } from "./unpickle.js";

/** Something with a state. */
class Box {
  state: unknown;
}

const dialect: Dialect<Box> = {
  holds: "boxes",
  globals: new Map([
    ["lib.box:Box", new Callable<Box>("Box", () => new Box())],
    ["lib.box:Crate", new Callable<Box>("Crate", () => new Box(), true)],
  ]),
  build: (object, state) => {
    if (object instanceof Box) object.state = state;
  },
  persistent: (id) => ["kept", id],
};

const read = (opcodes: string) => unpickle(pickle(`\x80\x04${opcodes}`), dialect);

test("plain values", () => {
  // pickle.dumps([1, -1, 65536, 2**40, 2.5, "é", b"x", None, True, (), (1,), {"a": [2]}], protocol=4)
  const value = unpickle(
    pickle(
      "\x80\x04\x95>\x00\x00\x00\x00\x00\x00\x00]\x94(K\x01J\xff\xff\xff\xffJ\x00\x00\x01\x00\x8a\x06\x00\x00\x00\x00\x00\x01G@\x04\x00\x00\x00\x00\x00\x00\x8c\x02\xc3\xa9\x94C\x01x\x94N\x88)K\x01\x85\x94}\x94\x8c\x01a\x94]\x94K\x02ase.",
    ),
    dialect,
  );
  const inner = new List();
  inner.items.push(2);
  expect((value as List<Box>).items).toEqual([
    ...[1, -1, 65536, 2 ** 40, new Float(2.5), "é", Uint8Array.of(120), null, true, [], [1]],
    new Map([["a", inner]]),
  ]);
});

test("a dialect says what globals, states and persistent ids mean", () => {
  const box = read(`clib.box\nBox\n)RK\x07b.`);
  expect(box).toBeInstanceOf(Box);
  expect((box as Box).state).toBe(7);
  expect(read(`${text("weights")}Q.`)).toEqual(["kept", "weights"]);
});

test.each([
  ["of no bytes", "\x8a\0", 0],
  ["127", "\x8a\x01\x7f", 127],
  ["128, whose last byte is its sign", "\x8a\x02\x80\0", 128],
  ["-1", "\x8a\x01\xff", -1],
  ["-32768", "\x8a\x02\0\x80", -32_768],
  ["-2^63", "\x8a\x08\0\0\0\0\0\0\0\x80", -(2 ** 63)],
])("an integer %s is two's complement", (_, opcodes, value) => {
  expect(read(`${opcodes}.`)).toBe(value);
});

test("texts, and what is memoized, with lengths of 4 and 8 bytes", () => {
  const length = "\x03\0\0\0";
  expect(read(`\x8d${length}\0\0\0\0abc.`)).toBe("abc");
  // Python 2's str.
  expect(read(`T${length}abc.`)).toEqual(Uint8Array.of(0x61, 0x62, 0x63));
  const at = "\0\x01\0\0";
  expect(read(`K\x07r${at}K\x08j${at}\x87.`)).toEqual([7, 8, 7]);
  expect(() => read(`j${at}.`)).toThrow("nothing was memoized as 256");
});

test("NEWOBJ makes an object of a class, and of nothing else", () => {
  expect(read("clib.box\nCrate\n)\x81.")).toBeInstanceOf(Box);
  for (const opcodes of ["clib.box\nBox\n)", "K\x01)"]) {
    expect(() => read(`${opcodes}\x81.`)).toThrow("expected a class and its arguments");
  }
});

test("a frame begins where another ends, and not in it", () => {
  const frame = (length: string) => `\x95${length}\0\0\0\0\0\0\0`;
  expect(read(`${frame("\x02")}NN${frame("\x02")}\x86.`)).toEqual([null, null]);
  expect(() => read(`${frame("\x0a")}${frame("\0")}N.`)).toThrow("a frame in a frame");
});

// >>> pickle.loads(…): UnpicklingError, TypeError, IndexError or EOFError
test.each([
  ["a mark for a value", "(.", "the stack is empty"],
  ["two values", "NN.", "values are left on the stack"],
  ["a tuple without a mark", "Nt.", "no mark on the stack"],
  ["an item of a list", "]NNs.", "expected a dict to set items of"],
  ["a dict appended to", "}Na.", "expected a list to append to"],
  ["a number for a module", `K\x01${text("Box")}\x93.`, "names of a global to be text"],
  ["a number for a global", `${text("lib.box")}K\x01\x93.`, "names of a global to be text"],
  ["a number called", "K\x01)R.", "expected a callable and its arguments"],
  ["a call of a number", "clib.box\nBox\nK\x01R.", "expected a callable and its arguments"],
  ["an integer of 9 bytes", "\x8a\x09123456789.", "an integer of 9 bytes"],
  ["a global without an end", "clib.box", "cut short: expected a line"],
  ["a byte behind the end", "N.N", "1 bytes behind its end"],
  ["an object of old classes", "(ilib\nBox\n.", "opcode 0x69 at byte 3 is not one that boxes need"],
  ["what is no opcode", "\x01.", "opcode 0x01 at byte 2 is not one that boxes need"],
])("%s is refused", (_, opcodes, message) => {
  expect(() => read(opcodes)).toThrow(PickleError);
  expect(() => read(opcodes)).toThrow(message);
});

test.each([
  ["1", "\x80\x01"],
  ["6", "\x80\x06"],
  ["none", "]q"],
])("protocol %s is refused", (protocol, opcodes) => {
  const run = () => unpickle(pickle(`${opcodes}N.`), dialect);
  expect(run).toThrow(`expected a pickle of protocol 2 to 5, got protocol ${protocol}`);
  expect(run).toThrow(expect.objectContaining({ name: "PickleError" }));
});

test("persistent ids are refused where a dialect has none", () => {
  const { persistent: _, ...without } = dialect;
  expect(() => unpickle(pickle("\x80\x04NQ."), without)).toThrow(
    "keeps values beside the pickle; expected boxes alone",
  );
});

test("a name is looked up as a module and a name in it, not as their joining", () => {
  expect(() => read(`${text("lib")}${text("box:Box")}\x93.`)).toThrow("the global lib.box:Box");
  expect(() => read("clib\nbox.Box\n.")).toThrow(
    /names the global lib\.box\.Box; expected boxes alone, and no code is run$/,
  );
});

describe("limits", () => {
  // (, N …, t, . are as many steps as there are N, and three more.
  const tupleOf = (count: number): string => `(${"N".repeat(count)}t.`;

  test("1,000,000 steps", () => {
    expect(read(tupleOf(1_000_000 - 3))).toHaveLength(999_997);
    expect(() => read(tupleOf(1_000_000 - 2))).toThrow(
      "made of more than 1000000 values and steps",
    );
  });

  test.each(["}", ")", "]", "(", ")\x94", "]\x94\x85"])("20 MB of %j end at once", (opcodes) => {
    const bytes = new Uint8Array(20_000_000).map((_, i) => opcodes.charCodeAt(i % opcodes.length));
    bytes.set([0x80, 4]);
    expect(() => unpickle(bytes, dialect)).toThrow(PickleError);
  });
});
