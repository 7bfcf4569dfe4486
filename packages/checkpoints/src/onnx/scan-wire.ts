import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { CheckpointError } from "@evalpool/errors";

/*
 * Protocol buffers before they are decoded (https://protobuf.dev/programming-guides/encoding/): two
 * bytes of a message become hundreds of objects, so what there is of each is counted first.
 */

/** Fields that are decoded, of all messages together; a network with 10,000 nodes has 150,000. */
const MOST_FIELDS = 2 ** 21;
/** Messages in messages: what is read of an ONNX file has 6. */
const DEEPEST = 16;

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];

/** How a field of a kind of scalar lies in the file, where it is not packed. */
const wireTypes: ReadonlyMap<number, number> = new Map([
  // By the numbers of FieldDescriptorProto.Type: double, float, int64, int32, string and bytes.
  [1, FIXED64],
  [2, FIXED32],
  [3, VARINT],
  [5, VARINT],
  [9, BYTES],
  [12, BYTES],
]);

/**
 * Checks that bytes are a message of a schema, and of how many parts.
 *
 * @param file name for error messages
 * @throws {CheckpointError} where they are cut off, of another schema, or too many parts
 */
export function scanWire(bytes: Uint8Array, schema: DescMessage, file: string): void {
  let fields = 0;
  const fieldsOf = new Map<DescMessage, ReadonlyMap<number, DescField>>();

  const refuse = (at: number, reason: string): never => {
    throw new CheckpointError(file, `not a valid ONNX file: ${reason} at byte ${at}`);
  };
  const count = (more: number): void => {
    fields += more;
    if (fields <= MOST_FIELDS) return;
    const most = MOST_FIELDS.toLocaleString("en-US");
    throw new CheckpointError(file, `expected at most ${most} fields in all, got more`);
  };

  function scan(from: number, end: number, message: DescMessage, depth: number): void {
    if (depth > DEEPEST) refuse(from, `messages in messages, more than ${DEEPEST} deep,`);
    const known = fieldsOf.get(message) ?? fieldsByNumber(message);
    fieldsOf.set(message, known);
    let at = from;
    while (at < end) {
      const start = at;
      const key = varint(end);
      const field = known.get(Math.floor(key / 8));
      const wireType = key % 8;
      if (Math.floor(key / 8) === 0) refuse(start, "expected the number of a field, got 0");
      if (field) count(1);
      if (field && !fits(field, wireType)) {
        refuse(
          start,
          `${message.name}.${field.name}: wire type ${wireType} is none that it can have`,
        );
      }
      if (wireType === VARINT) varint(end);
      else if (wireType === FIXED32 || wireType === FIXED64) skip(wireType === FIXED32 ? 4 : 8);
      else if (wireType === BYTES) {
        const length = varint(end);
        const content = at;
        skip(length);
        if (field?.message) scan(content, at, field.message, depth + 1);
        else if (field?.fieldKind === "list" && !isBytes(field)) count(length);
      } else refuse(start, `expected a field, got wire type ${wireType}`);
    }

    function skip(length: number): void {
      if (length > end - at) refuse(at, `expected ${length} bytes more, got ${end - at}`);
      at += length;
    }

    function varint(end: number): number {
      let value = 0;
      for (let shift = 0; shift < 10; shift++) {
        if (at >= end) return refuse(at, "cut off");
        const byte = bytes[at++] ?? 0;
        value += (byte & 0x7f) * 2 ** (7 * shift);
        if (byte < 0x80) return value;
      }
      return refuse(at, "expected a number of at most 10 bytes");
    }
  }

  scan(0, bytes.length, schema, 0);
}

function fieldsByNumber(message: DescMessage): ReadonlyMap<number, DescField> {
  return new Map(message.fields.map((field) => [field.number, field]));
}

function isBytes(field: DescField): boolean {
  return wireTypes.get(scalarOf(field)) === BYTES;
}

function scalarOf(field: DescField): number {
  return "scalar" in field && field.scalar !== undefined ? field.scalar : 0;
}

function fits(field: DescField, wireType: number): boolean {
  if (field.message) return wireType === BYTES;
  if (wireType === wireTypes.get(scalarOf(field))) return true;
  return field.fieldKind === "list" && !isBytes(field) && wireType === BYTES;
}
