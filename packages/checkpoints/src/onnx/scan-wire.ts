import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { CheckpointError } from "@evalpool/errors";

/*
 * Protocol buffers before they are decoded (https://protobuf.dev/programming-guides/encoding/): two
 * bytes of a message become hundreds of objects, so what there is of each is counted first.
 */

/** Fields that are decoded, of all messages together; a network with 10,000 nodes has 150,000. */
const MOST_FIELDS = 2 ** 21;

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5];

/** How a field of a kind of scalar lies in the file, where it is not packed. */
const wireTypes: ReadonlyMap<number, number> = new Map([
  // By the numbers of FieldDescriptorProto.Type: float, int64, int32, string and bytes.
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
  new WireScan(bytes, file).scan(bytes.length, schema);
}

class WireScan {
  #at = 0;
  #fields = 0;
  readonly #fieldsOf = new Map<DescMessage, ReadonlyMap<number, DescField>>();

  constructor(
    private readonly bytes: Uint8Array,
    private readonly file: string,
  ) {}

  /** Reads a message from here to an end; messages in messages are as deep as the schema, at most. */
  scan(end: number, message: DescMessage): void {
    const known = this.#fieldsOf.get(message) ?? fieldsByNumber(message);
    this.#fieldsOf.set(message, known);
    while (this.#at < end) {
      const start = this.#at;
      const key = this.#varint(end);
      const [number, wireType] = [Math.floor(key / 8), key % 8];
      if (number === 0) this.#refuse("expected the number of a field, got 0", start);
      const field = known.get(number);
      if (field) this.#count(1);
      if (field && !fits(field, wireType)) {
        const reason = `wire type ${wireType} is none that it can have`;
        this.#refuse(`${message.name}.${field.name}: ${reason}`, start);
      }
      this.#content(wireType, end, field);
    }
  }

  #content(wireType: number, end: number, field: DescField | undefined): void {
    switch (wireType) {
      case VARINT:
        this.#varint(end);
        return;
      case FIXED32:
        return this.#skip(4, end);
      case FIXED64:
        return this.#skip(8, end);
      case BYTES: {
        const length = this.#varint(end);
        if (length <= end - this.#at && field?.message) {
          return this.scan(this.#at + length, field.message);
        }
        if (field?.fieldKind === "list" && !isBytes(field)) this.#count(length);
        return this.#skip(length, end);
      }
      default:
        this.#refuse(`expected a field, got wire type ${wireType}`);
    }
  }

  #skip(length: number, end: number): void {
    const left = end - this.#at;
    if (length > left) this.#refuse(`expected ${length} bytes more, got ${left}`);
    this.#at += length;
  }

  /** Of at most 64 bits; those beyond 2^53 are no lengths of anything. */
  #varint(end: number): number {
    let value = 0;
    for (let shift = 0; shift < 10; shift++) {
      if (this.#at >= end) this.#refuse("cut off");
      const byte = this.bytes[this.#at++] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    return this.#refuse("expected a number of at most 10 bytes");
  }

  #count(more: number): void {
    this.#fields += more;
    if (this.#fields <= MOST_FIELDS) return;
    const most = MOST_FIELDS.toLocaleString("en-US");
    throw new CheckpointError(this.file, `expected at most ${most} fields in all, got more`);
  }

  #refuse(reason: string, at = this.#at): never {
    throw new CheckpointError(this.file, `not a valid ONNX file: ${reason} at byte ${at}`);
  }
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
