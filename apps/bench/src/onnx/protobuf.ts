/*
 * Protocol buffers, as much as an ONNX model is written with:
 * https://protobuf.dev/programming-guides/encoding/
 */

/** One field of a message, encoded. */
export type Field = Uint8Array;

/** An integer, a boolean or a value of an enum. */
export function varint(number: number, value: number | bigint): Field {
  return Uint8Array.of(...base128(number * 8), ...base128(value));
}

/** A `float`. */
export function float32(number: number, value: number): Field {
  return joined([Uint8Array.of(...base128(number * 8 + 5)), littleEndian(Float32Array.of(value))]);
}

/** A string, bytes, or a message of fields. */
export function field(number: number, value: string | Uint8Array | readonly Field[]): Field {
  const bytes =
    typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
        ? value
        : joined(value);
  return joined([Uint8Array.of(...base128(number * 8 + 2), ...base128(bytes.length)), bytes]);
}

/** Fields one after the other: a message. */
export function joined(fields: readonly Field[]): Uint8Array {
  return Buffer.concat(fields);
}

/** The bytes of numbers, which a file holds in little-endian order. */
export function littleEndian(values: Float32Array | BigInt64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return bytes.slice();
}

/** Seven bits in a byte, the lowest first; negative integers as their complement of 64 bits. */
function base128(value: number | bigint): number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  while (left > 0x7fn) {
    bytes.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  return [...bytes, Number(left)];
}
