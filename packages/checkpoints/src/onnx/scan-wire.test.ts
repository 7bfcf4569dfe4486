import { CheckpointError } from "@evalpool/errors";
import { describe, expect, test } from "vitest";
import { ModelProtoSchema } from "./onnx.generated.js";
import { scanWire } from "./scan-wire.js";

type Bytes = readonly number[];

/** A number of up to 28 bits, with as many bytes as it needs. */
function varint(value: number): Bytes {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];

const field = (number: number, wireType: number, ...content: Bytes): Bytes => {
  return [...varint(number * 8 + wireType), ...content];
};

const within = (number: number, content: Bytes): Bytes =>
  field(number, BYTES, ...varint(content.length), ...content);

/** A model with one attribute: bytes of which the first 8 are around it. */
const attribute = (content: Bytes): Bytes => within(7, within(1, within(5, content)));

const scan = (bytes: Bytes | Uint8Array): void => {
  const all = bytes instanceof Uint8Array ? bytes : Uint8Array.from(bytes);
  scanWire(all, ModelProtoSchema, "net.onnx");
};

test.each<[string, Bytes]>([
  ["fields that are not known", [...field(99, VARINT, 0x80, 1), ...field(99, FIXED64, ...Array<number>(8).fill(255)), ...within(99, [255, 255]), ...field(99, FIXED32, 255, 255, 255, 255)]], // prettier-ignore
  ["a number of 10 bytes", field(1, VARINT, ...Array<number>(9).fill(255), 1)],
  ["texts and bytes", attribute([...within(1, [65]), ...within(4, [65]), ...within(9, [65])])],
  ["a float", attribute(field(2, FIXED32, 0, 0, 0, 0))],
  ["an integer", attribute(field(20, VARINT, 1))],
  ["floats, one by one", attribute(field(7, FIXED32, 0, 0, 0, 0))],
  ["floats together", attribute(within(7, [0, 0, 0, 0]))],
  ["integers, one by one", attribute(field(8, VARINT, 1))],
  ["integers together", attribute(within(8, [1, 2, 3]))],
])("%s are as they may be", (_, bytes) => {
  expect(() => {
    scan(bytes);
  }).not.toThrow();
});

describe("what is no message of the schema is told with its place", () => {
  const none = (name: string, wireType: number): string =>
    `${name}: wire type ${wireType} is none that it can have at byte 6`;

  test.each<[string, Bytes, string]>([
    ["a float as an integer", attribute(field(2, VARINT, 1)), none("AttributeProto.f", 0)],
    ["a float as bytes", attribute(within(2, [0, 0, 0, 0])), none("AttributeProto.f", 2)],
    ["bytes as an integer", attribute(field(4, VARINT, 1)), none("AttributeProto.s", 0)],
    ["lists of bytes as integers", attribute(field(9, VARINT, 1)), none("AttributeProto.strings", 0)],
    ["a text as a float", attribute(field(1, FIXED32, 0, 0, 0, 0)), none("AttributeProto.name", 5)],
    ["floats as integers", attribute(field(7, VARINT, 1)), none("AttributeProto.floats", 0)],
    ["integers as floats", attribute(field(8, FIXED32, 0, 0, 0, 0)), none("AttributeProto.ints", 5)],
    ["a message as an integer", attribute(field(5, VARINT, 1)), none("AttributeProto.t", 0)],
    ["field 0", [8, 1, 0, 1], "expected the number of a field, got 0 at byte 2"],
    ["a group", [0x83, 6], "expected a field, got wire type 3 at byte 2"],
    ["wire type 7", [0x87, 6], "expected a field, got wire type 7 at byte 2"],
    ["8 bytes that are 7", field(99, FIXED64, 0, 0, 0, 0, 0, 0, 0), "expected 8 bytes more, got 7 at byte 2"],
    ["4 bytes that are 3", field(99, FIXED32, 0, 0, 0), "expected 4 bytes more, got 3 at byte 2"],
    ["a text beyond the end", field(2, BYTES, 2, 65), "expected 2 bytes more, got 1 at byte 2"],
    ["a message beyond the end", field(7, BYTES, 2, 10), "expected 2 bytes more, got 1 at byte 2"],
    ["a field beyond its message", [...within(7, [10]), 0], "cut off at byte 3"],
    ["a text beyond its message", [...within(7, [18, 2, 65]), 65], "expected 2 bytes more, got 1 at byte 4"],
    ["a number of 11 bytes", field(1, VARINT, ...Array<number>(10).fill(255), 1), "expected a number of at most 10 bytes at byte 11"],
    ["a number without an end", [8, 255], "cut off at byte 2"],
  ])("%s", (_, bytes, reason) => {
    const run = () => {
      scan(bytes);
    };
    expect(run).toThrow(CheckpointError);
    expect(run).toThrow(new RegExp(`^net.onnx: not a valid ONNX file: ${reason}$`));
  }); // prettier-ignore
});

test("numbers that lie together are fields as well, and 2^21 at most in all", () => {
  /** A list of an attribute, of zeros. */
  const zeros = (number: number, length: number, behind: Bytes = []): Uint8Array => {
    const heads = [number, 5, 1, 7].reduce<Bytes>((inner, at) => {
      return [...field(at, BYTES, ...varint(inner.length + length)), ...inner];
    }, []);
    const bytes = new Uint8Array(heads.length + length + behind.length);
    bytes.set(heads);
    bytes.set(behind, heads.length + length);
    return bytes;
  };
  // Four fields are around them.
  scan(zeros(8, 2 ** 21 - 4));
  expect(() => {
    scan(zeros(8, 2 ** 21 - 4, field(1, VARINT, 1)));
  }).toThrow("net.onnx: expected at most 2,097,152 fields in all, got more");
  // What is not known is left out.
  scan(new Uint8Array(2 ** 22 + 2).map((_, i) => (i % 2 === 0 ? 15 * 8 + VARINT : 0)));
  // Texts and bytes are not told apart further.
  scan(zeros(9, 2 ** 21));
});
