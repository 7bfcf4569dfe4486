import { check, EvalpoolError, listProblems, shorten } from "@evalpool/errors";
import * as z from "zod/mini";
import { isShape, shapeProblem } from "./axes.js";
import { findDuplicateKey } from "./duplicate-key.js";
import { bytesOfElement, isFloatType, type ElementKind, type ElementType } from "./element-type.js";

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

/** Bytes of a safetensors file in which its header ends. */
export const SAFETENSORS_HEAD = PREFIX + LONGEST_HEADER;

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

/** What elements are, by their names in such files. */
export const safetensorsTypes: ReadonlyMap<string, ElementKind> = new Map([
  ["F16", "float16"],
  ["BF16", "bfloat16"],
  ["F32", "float32"],
  ["F64", "float64"],
  ["BOOL", "bool"],
  ["U8", "uint8"],
  ["I8", "int8"],
  ["U16", "uint16"],
  ["I16", "int16"],
  ["U32", "uint32"],
  ["I32", "int32"],
  ["U64", "uint64"],
  ["I64", "int64"],
]);

/** A tensor as the header says it. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Of its bytes, from the beginning of the file; each tensor is as long as its shape says. */
  readonly start: number;
  readonly end: number;
}

/** What the header of a safetensors file says. */
export interface SafetensorsHeader {
  /** In the order of the header. */
  readonly entries: readonly SafetensorsEntry[];
  /** What stands beside the tensors, as `__metadata__`. */
  readonly notes: ReadonlyMap<string, string>;
}

/** What a safetensors file is read for. */
export interface SafetensorsReading {
  /** Bytes of the whole file, of which there may be less. */
  readonly size: number;
  readonly refuse: Refuse;
  /** What to say of a tensor of another type than `safetensorsTypes` has, by that type's name. */
  readonly notKnown: (dtype: string) => string;
}

type Refuse = (reason: string) => never;

/**
 * Reads the header of a safetensors file, and holds it against every rule of the format.
 *
 * @param bytes the file, or as much of it as `SAFETENSORS_HEAD`
 */
export function readSafetensorsHeader(
  bytes: Uint8Array,
  reading: SafetensorsReading,
): SafetensorsHeader {
  const { size, refuse } = reading;
  if (size < PREFIX) refuse(`expected 8 bytes or more, got ${size}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > LONGEST_HEADER) {
    refuse(`a header of ${length} bytes, above the limit of ${LONGEST_HEADER}`);
  }
  const dataStart = PREFIX + length;
  if (dataStart > size) refuse(`a header of ${length} bytes in a file of ${size}`);
  if (bytes[PREFIX] !== 0x7b) refuse("expected the header to begin with {");
  const all = Object.entries(parseHeader(bytes.subarray(PREFIX, dataStart), refuse));
  const [, notes = {}] = all.find(([name]) => name === "__metadata__") ?? [];
  if (!isNotes(notes)) return refuse("expected __metadata__ to map strings to strings");
  const schema = tensorEntrySchema();
  const entries = all
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => readEntry(name, value, schema, dataStart, reading));
  requireContiguous(entries, dataStart, size, refuse);
  return { entries, notes: new Map(Object.entries(notes)) };
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
    return refuse(`the name ${shorten(duplicate.key)} is given twice`);
  } catch (error) {
    if (error instanceof EvalpoolError) throw error;
    if (error instanceof RangeError) return refuse(`its header has ${error.message}`);
    return refuse(`expected the header to be JSON in UTF-8: ${(error as Error).message}`);
  }
}

function readEntry(
  name: string,
  value: unknown,
  schema: ReturnType<typeof tensorEntrySchema>,
  dataStart: number,
  { refuse, notKnown }: SafetensorsReading,
): SafetensorsEntry {
  const told = shorten(name);
  const checked = check(schema, value);
  if ("problems" in checked) {
    const problems = listProblems(checked.problems.map((problem) => shorten(problem)));
    return refuse(`${told}: expected dtype, shape and data_offsets: ${problems}`);
  }
  const { dtype, shape, data_offsets } = checked.value;
  const [start, end] = data_offsets;
  const kind = safetensorsTypes.get(dtype);
  if (kind === undefined) return refuse(`${told}: ${notKnown(dtype)}`);
  const type = { kind, littleEndian: true };
  const named = isFloatType(type) ? type : { name: dtype, bytes: bytesOfElement(type) };
  const problem = shapeProblem(shape, named, end - start);
  if (problem !== undefined) return refuse(`${told}: ${problem}`);
  return { name, dtype, type, shape, start: dataStart + start, end: dataStart + end };
}

function requireContiguous(
  entries: readonly SafetensorsEntry[],
  dataStart: number,
  size: number,
  refuse: Refuse,
): void {
  const ordered = entries.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let position = dataStart;
  for (const { name, start, end } of ordered) {
    if (start !== position) {
      const at = (place: number): number => place - dataStart;
      refuse(`${shorten(name)}: expected to begin at byte ${at(position)}, got ${at(start)}`);
    }
    position = end;
  }
  if (position === size) return;
  refuse(`the tensors take ${position - dataStart} bytes of data, got ${size - dataStart}`);
}
