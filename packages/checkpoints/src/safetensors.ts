import { size } from "@evalpool/tensor";
import { check, CheckpointError, listProblems, shorten } from "@evalpool/errors";
import type { FloatTensor, Parameters } from "@evalpool/models";
import * as z from "zod/mini";
import { decodeArray, isShape, rowMajor, shapeProblem, type ElementType } from "./decode-array.js";
import { findDuplicateKey } from "./duplicate-key.js";
import type { NamedTensors } from "./named-tensors.js";

/*
 * safetensors: 8 bytes little-endian length of the header, the header as JSON, then the tensors'
 * bytes without gaps (https://github.com/huggingface/safetensors, "Format").
 */

const PREFIX = 8;
/**
 * Of a header, in bytes. A tensor takes about 100, so this is room for 150,000; the 100 MB that
 * the reference implementation allows would be minutes and gigabytes of small objects.
 */
const LONGEST_HEADER = 2 ** 24;

/** Arrays are checked as wholes, for a header may claim any length of them. */
function tensorEntrySchema() {
  return z.strictObject({
    dtype: z.string(),
    shape: z.custom<readonly number[]>(isShape, "expected up to 64 lengths"),
    data_offsets: z.custom<readonly [number, number]>(
      (value) => isShape(value) && value.length === 2,
      "expected two offsets",
    ),
  });
}

const dtypes: ReadonlyMap<string, ElementType["kind"]> = new Map([
  ["F16", "float16"],
  ["BF16", "bfloat16"],
  ["F32", "float32"],
  ["F64", "float64"],
]);

/** Types that no operation trains, as of `num_batches_tracked`, and the bytes of each. */
const wholes: ReadonlyMap<string, number> = new Map([
  ["BOOL", 1],
  ["U8", 1],
  ["I8", 1],
  ["U16", 2],
  ["I16", 2],
  ["U32", 4],
  ["I32", 4],
  ["U64", 8],
  ["I64", 8],
]);

interface Entry {
  readonly name: string;
  /** Of floats, or the name of another that is skipped. */
  readonly type: ElementType | string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** What a safetensors file holds. */
export interface Safetensors extends NamedTensors {
  /** What stands beside the tensors, as `__metadata__`. */
  readonly notes: ReadonlyMap<string, string>;
}

/**
 * The tensors of a safetensors file, of dtypes F16, BF16, F32 and F64; integers and booleans are
 * skipped.
 *
 * @param file name for error messages
 * @throws {CheckpointError} where the file breaks any rule of the format
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const refuse = (reason: string): never => {
    throw new CheckpointError(file, `not a valid safetensors file: ${reason}`);
  };
  const header = readHeader(bytes, refuse);
  const data = bytes.subarray(header.end);
  const schema = tensorEntrySchema();
  const entries = header.entries.map(([name, value]) => readEntry(name, value, schema, refuse));
  requireContiguous(entries, data.length, refuse);
  const parameters = new Map<string, FloatTensor>();
  const skipped: string[] = [];
  for (const { name, type, shape, start, end } of entries) {
    if (typeof type === "string") {
      skipped.push(`${name} (${type})`);
      continue;
    }
    const own = data.subarray(start, end);
    parameters.set(name, decodeArray({ bytes: own, type, axes: rowMajor(shape) }));
  }
  return { parameters, skipped, notes: header.notes };
}

type Refuse = (reason: string) => never;

function readHeader(
  bytes: Uint8Array,
  refuse: Refuse,
): { end: number; entries: [string, unknown][]; notes: ReadonlyMap<string, string> } {
  if (bytes.length < PREFIX) refuse(`expected 8 bytes or more, got ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER) {
    refuse(`a header of ${length} bytes, above the limit of ${LONGEST_HEADER}`);
  }
  const end = PREFIX + length;
  if (end > bytes.length) refuse(`a header of ${length} bytes in a file of ${bytes.length}`);
  if (bytes[PREFIX] !== 0x7b) refuse("expected the header to begin with {");
  const entries = Object.entries(parseHeader(bytes.subarray(PREFIX, end), refuse));
  const tensors = entries.filter(([name]) => name !== "__metadata__");
  const [, notes = {}] = entries.find(([name]) => name === "__metadata__") ?? [];
  if (!isNotes(notes)) return refuse("expected __metadata__ to map strings to strings");
  return { end, entries: tensors, notes: new Map(Object.entries(notes)) };
}

function isNotes(value: unknown): value is Readonly<Record<string, string>> {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject && Object.values(value).every((note) => typeof note === "string");
}

function parseHeader(bytes: Uint8Array, refuse: Refuse): object {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const duplicate = findDuplicateKey(text);
    if (duplicate === undefined) return JSON.parse(text) as object;
    return refuse(`the name ${shorten(duplicate)} is given twice`);
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    if (error instanceof RangeError) return refuse(`its header has ${error.message}`);
    return refuse(`expected the header to be JSON in UTF-8: ${(error as Error).message}`);
  }
}

function readEntry(
  name: string,
  value: unknown,
  schema: ReturnType<typeof tensorEntrySchema>,
  refuse: Refuse,
): Entry {
  const told = shorten(name);
  const checked = check(schema, value);
  if ("problems" in checked) {
    const problems = listProblems(checked.problems.map((problem) => shorten(problem)));
    return refuse(`${told}: expected dtype, shape and data_offsets: ${problems}`);
  }
  const { dtype, shape, data_offsets } = checked.value;
  const [start, end] = data_offsets;
  const kind = dtypes.get(dtype);
  const wholeBytes = wholes.get(dtype);
  if (kind === undefined && wholeBytes === undefined) {
    const known = [...dtypes.keys()].join(", ");
    return refuse(`${told}: expected dtype ${known}, got ${shorten(dtype)}; save it with .float()`);
  }
  const type = kind === undefined ? dtype : ({ kind, littleEndian: true } as const);
  const stored = typeof type === "string" ? { name: type, bytes: wholeBytes ?? 1 } : type;
  const problem = shapeProblem(shape, stored, end - start);
  if (problem !== undefined) return refuse(`${told}: ${problem}`);
  return { name, type, shape, start, end };
}

function requireContiguous(entries: readonly Entry[], length: number, refuse: Refuse): void {
  const ordered = entries.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let position = 0;
  for (const { name, start, end } of ordered) {
    if (start !== position) {
      refuse(`${shorten(name)}: expected to begin at byte ${position}, got ${start}`);
    }
    position = end;
  }
  if (position !== length) refuse(`the tensors take ${position} bytes of data, got ${length}`);
}

/**
 * The bytes of a safetensors file with these tensors, in their order, as F32 or F64.
 *
 * @param notes strings to keep beside them, as `__metadata__`
 */
export function writeSafetensors(
  parameters: Parameters,
  notes?: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  let position = 0;
  const entries = [...parameters].map(([name, tensor]): [string, object] => {
    const start = position;
    position += tensor.data.byteLength;
    const dtype = tensor.data instanceof Float64Array ? "F64" : "F32";
    return [name, { dtype, shape: tensor.shape, data_offsets: [start, position] }];
  });
  const all = notes ? [["__metadata__", notes] as const, ...entries] : entries;
  const header = JSON.stringify(Object.fromEntries(all));
  const encoded = new TextEncoder().encode(header);
  // Spaces bring the data to a multiple of 8 bytes, as the reference implementation does.
  const headerLength = Math.ceil(encoded.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX + headerLength + position).fill(0x20, PREFIX);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(encoded, PREFIX);
  let at = PREFIX + headerLength;
  for (const tensor of parameters.values()) at = writeData(view, at, tensor);
  return bytes;
}

function writeData(view: DataView, at: number, { data, shape }: FloatTensor): number {
  if (size(shape) !== data.length) throw new RangeError("a shape that does not hold its data");
  const width = data.BYTES_PER_ELEMENT;
  for (const [i, value] of data.entries()) {
    if (width === 8) view.setFloat64(at + i * width, value, true);
    else view.setFloat32(at + i * width, value, true);
  }
  return at + data.byteLength;
}
