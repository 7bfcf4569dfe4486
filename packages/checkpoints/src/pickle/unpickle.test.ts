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
  globals: new Map([["lib.box:Box", new Callable<Box>("Box", () => new Box())]]),
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

test("a name is looked up as a module and a name in it, not as their joining", () => {
  expect(() => read(`${text("lib")}${text("box:Box")}\x93.`)).toThrow("the global lib.box:Box");
  expect(() => read("clib\nbox.Box\n.")).toThrow(
    "names the global lib.box.Box; expected boxes alone",
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
