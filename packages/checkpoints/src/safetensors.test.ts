import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CheckpointError } from "@evalpool/errors";
import type { FloatTensor } from "@evalpool/models";
import { readSafetensors, writeSafetensors } from "./safetensors.js";

/** A safetensors file of this header and these bytes of data. */
function file(header: string | Uint8Array, data: number[] = [], length?: number): Uint8Array {
  const encoded = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + encoded.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length ?? encoded.length), true);
  bytes.set(encoded, 8);
  bytes.set(data, 8 + encoded.length);
  return bytes;
}

const read = (bytes: Uint8Array) => readSafetensors(bytes, "w.safetensors").parameters;

const entry = (start: number, end: number, shape = "[1]", dtype = "F32"): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${start},${end}]}`;
const four = [0, 0, 0, 0];

const tensor = fc
  .record({ shape: fc.array(fc.nat(4), { maxLength: 3 }), isDouble: fc.boolean() })
  .map(({ shape, isDouble }): FloatTensor => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Array.from({ length }, (_, i) => i / 3);
    return { data: isDouble ? Float64Array.from(values) : Float32Array.from(values), shape };
  });

test("what is written is read again to the bit, whatever the names", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), tensor)), (entries) => {
      const tensors = new Map(entries.filter(([name]) => name !== "__metadata__"));
      expect(read(writeSafetensors(tensors))).toEqual(tensors);
    }),
  );
});

test("__proto__ is a name like any other", () => {
  const bytes = file(
    '{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    [0, 0, 128, 63],
  );
  expect([...read(bytes)]).toEqual([["__proto__", { data: Float32Array.of(1), shape: [1] }]]);
  expect({}).not.toHaveProperty("dtype");
});

// struct.unpack("<e", …), and a bfloat16 is the upper half of a float32
test("F16 and BF16 become float32", () => {
  const half = file('{"h":{"dtype":"F16","shape":[6],"data_offsets":[0,12]}}', [
    ...[0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00, 0xff, 0x7b, 0x00, 0x7c, 0x00, 0x80],
  ]);
  expect(Array.from(read(half).get("h")!.data)).toEqual([1, -2, 2 ** -24, 65504, Infinity, -0]);
  const brain = file('{"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', [
    ...[0x80, 0x3f, 0x40, 0xc0],
  ]);
  expect(Array.from(read(brain).get("b")!.data)).toEqual([1, -3]);
});

// As `num_batches_tracked` of PyTorch's BatchNorm2d, and masks.
test("integers and booleans are skipped and named", () => {
  const header =
    `{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"w":${entry(8, 12)},` +
    `"m":{"dtype":"BOOL","shape":[2],"data_offsets":[12,14]}}`;
  const data = [...Array<number>(8).fill(7), 0, 0, 128, 63, 1, 0];
  const { parameters, skipped } = readSafetensors(file(header, data), "w");
  expect(parameters).toEqual(new Map([["w", { data: Float32Array.of(1), shape: [1] }]]));
  expect(skipped).toEqual(["n (I64)", "m (BOOL)"]);
});

test("notes are kept beside the tensors", () => {
  const bytes = writeSafetensors(new Map(), { seed: "1" });
  expect(new TextDecoder().decode(bytes.subarray(8)).trim()).toBe('{"__metadata__":{"seed":"1"}}');
  const { parameters, notes } = readSafetensors(bytes, "w");
  expect([parameters.size, [...notes]]).toEqual([0, [["seed", "1"]]]);
});

describe("every rule of the format", () => {
  test.each([
    ["8 bytes at least", new Uint8Array(7), "expected 8 bytes or more, got 7"],
    ["a header of 16 MiB at most", file("{}", [], 16_777_217), "above the limit of 16777216"],
    ["inside the file", file("{}", [], 3), "a header of 3 bytes in a file of 10"],
    ["that begins with {", file(" {}"), "expected the header to begin with {"],
    ["of JSON", file("{]"), "expected the header to be JSON in UTF-8"],
    [
      "in UTF-8",
      file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
      "expected the header to be JSON in UTF-8",
    ],
    [
      "no name twice",
      file(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`, four),
      "the name a is given twice",
    ],
    ["nor a field", file(`{"a":{"dtype":"F32","dtype":"F32"}}`), "the name dtype is given twice"],
    [
      "no field missing",
      file(`{"a":{"dtype":"F32","shape":[1]}}`, four),
      "a: expected dtype, shape",
    ],
    [
      "no other field",
      file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}`, four),
      "a: expected",
    ],
    ["no negative length", file(`{"a":${entry(0, 4, "[-1]")}}`, four), "a: expected"],
    ["a known dtype", file(`{"a":${entry(0, 4, "[1]", "C64")}}`, four), "got C64; save it with"],
    [
      "as many bytes as integers take",
      file(`{"a":${entry(0, 4, "[1]", "I64")}}`, four),
      "a: I64 of shape (1,) takes 8 bytes, got 4",
    ],
    [
      "as many bytes as the shape takes",
      file(`{"a":${entry(0, 4, "[2]")}}`, four),
      "takes 8 bytes, got 4",
    ],
    [
      "no overflow",
      file(`{"a":${entry(0, 4, "[9007199254740991,9007199254740991]")}}`, four),
      "beyond what a file can hold",
    ],
    [
      "no hole",
      file(`{"a":${entry(4, 8)}}`, [...four, ...four]),
      "a: expected to begin at byte 0, got 4",
    ],
    [
      "no overlap",
      file(`{"a":${entry(0, 4)},"b":${entry(0, 4)}}`, four),
      "expected to begin at byte 4, got 0",
    ],
    ["nothing behind", file(`{"a":${entry(0, 4)}}`, [...four, 0]), "take 4 bytes of data, got 5"],
    ["all of the data", file(`{"a":${entry(0, 4)}}`, [0, 0]), "take 4 bytes of data, got 2"],
    ["notes that are strings", file('{"__metadata__":{"a":1}}'), "__metadata__ to map strings"],
  ])("%s", (_, bytes, message) => {
    expect(() => read(bytes)).toThrow(CheckpointError);
    expect(() => read(bytes)).toThrow(message);
  });
});

describe("headers of any make", () => {
  const one = entry(0, 4);
  const nine = "n".repeat(9_000_000);

  test.each([
    ["a note of 9 MB", `{"__metadata__":{"k":"${nine}"},"a":${one}}`],
    [
      "a note of 9 MB of escapes",
      `{"__metadata__":{"k":"${"\\\\".repeat(4_500_000)}"},"a":${one}}`,
    ],
    ["a name of 9 MB", `{"${nine}":${one}}`],
    ["space before a colon", `{"a" \n :${one}}`],
    [
      "names that look like JSON",
      `{"a\\"{":${one.replace("[0,4]", "[0,0]").replace("[1]", "[0]")},"a\\"}":${one}}`,
    ],
    ["64 axes", `{"a":${entry(0, 4, JSON.stringify(Array.from({ length: 64 }, () => 1)))}}`],
    ["100,000 notes", `{"__metadata__":${notes(100_000)},"a":${one}}`],
  ])("%s: read", (_, header) => {
    expect([...read(file(header, [0, 0, 128, 63])).values()].at(-1)?.data).toEqual(
      Float32Array.of(1),
    );
  });

  test.each([
    [
      "65 axes",
      `{"a":${entry(0, 4, `[${"1,".repeat(64)}1]`)}}`,
      "shape: expected up to 64 lengths",
    ],
    ["4,000,000 axes", `{"a":${entry(0, 4, `[${"1,".repeat(4_000_000)}1]`)}}`, "up to 64 lengths"],
    [
      "4,000,000 offsets",
      `{"a":${one.replace("0,4", `0,4${",1".repeat(4_000_000)}`)}}`,
      "two offsets",
    ],
    [
      "1,000 objects in objects",
      `${'{"a":'.repeat(1000)}1${"}".repeat(1000)}`,
      "a: expected dtype",
    ],
    [
      "3,000,000 objects in objects",
      '{"a":'.repeat(3_000_000),
      "more than 300002 objects and arrays",
    ],
    [
      "4,000,000 arrays in arrays",
      `{"a":${"[".repeat(4_000_000)}`,
      "more than 300002 objects and arrays",
    ],
    ["300,002 objects and arrays", `{"a":[${"[],".repeat(299_999)}[]]}`, "a: expected dtype"],
    [
      "300,003 objects and arrays",
      `{"a":[${"[],".repeat(300_000)}[]]}`,
      "more than 300002 objects",
    ],
    ["100,001 notes", `{"__metadata__":${notes(100_001)}}`, "more than 100000 names"],
    ["1,000,000 fields", `{"a":${notes(1_000_000)}}`, "more than 100000 names"],
  ])("%s: refused in a line", (_, header, message) => {
    expect(() => read(file(header, four))).toThrow(message);
  });

  test("messages stay short, whatever the header has for names", () => {
    const long = "n".repeat(1_000_000);
    for (const header of [
      `{"${long}":1}`,
      `{"${long}":${one},"${long}":${one}}`,
      `{"${long}":${entry(0, 4, "[1]", long)}}`,
      `{"${long}":${entry(0, 4, "[2]")}}`,
      `{"${long}":${entry(4, 8)}}`,
      `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"${long}":1}}`,
      `{"a":${notes(100_000)}}`,
      `{"a":${entry(0, 4, JSON.stringify(Array.from({ length: 64 }, () => 2 ** 40)))}}`,
    ]) {
      expect(errorOf(() => read(file(header, four))).length).toBeLessThan(1500);
    }
  });

  function notes(count: number): string {
    return `{${Array.from({ length: count }, (_, i) => `"n${i}":""`).join(",")}}`;
  }

  function errorOf(run: () => unknown): string {
    try {
      run();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("nothing was thrown");
  }
});
