import { bytesOfNumbers, type NumberArray, type NumberType } from "./number-array.js";

const dtypes: Readonly<Record<NumberType, string>> = {
  Uint8Array: "U8",
  Int8Array: "I8",
  Uint16Array: "U16",
  Int16Array: "I16",
  Uint32Array: "U32",
  Int32Array: "I32",
  BigInt64Array: "I64",
  Float32Array: "F32",
  Float64Array: "F64",
};

const PREFIX = 8;

/**
 * The bytes of a safetensors file with these tensors, in their order.
 *
 * @param notes strings to keep beside them, as `__metadata__`
 * @throws {RangeError} for a shape that does not hold its data
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, NumberArray>,
  notes?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  let position = 0;
  const contents = [...tensors.values()].map(bytesOfNumbers);
  const entries = [...tensors].map(([name, { data, shape }]): [string, object] => {
    const start = position;
    position += data.byteLength;
    const dtype = dtypes[data[Symbol.toStringTag]];
    return [name, { dtype, shape, data_offsets: [start, position] }];
  });
  const all = notes ? [["__metadata__", notes] as const, ...entries] : entries;
  const header = JSON.stringify(Object.fromEntries(all));
  const encoded = new TextEncoder().encode(header);
  // Spaces bring the data to a multiple of 8 bytes, as the reference implementation does.
  const headerLength = Math.ceil(encoded.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX + headerLength + position).fill(0x20, PREFIX);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(encoded, PREFIX);
  let at = PREFIX + headerLength;
  for (const content of contents) {
    bytes.set(content, at);
    at += content.length;
  }
  return bytes;
}
