import { EvalpoolError } from "@evalpool/errors";
import type { DenseWeights } from "./backend/dense.js";
import type { MapShape } from "./backend/maps.js";
import type { Rows } from "./backend/memory.js";
import type { Runs } from "./backend/moves.js";

/**
 * Bytes of memory that kernels can address: 4 GiB but for the last 64 KiB, so that no address just
 * past an end wraps around to 0. It bounds every index and size that they count in 32 bits.
 */
export const MEMORY_LIMIT = 65535 * 65536;

/** Bytes of a packed dense layer: the bias and a row for each input, of `stride` floats each. */
export function packedSize(inputs: number, stride: number): number {
  return (inputs + 1) * stride * 4;
}

/** @throws {EvalpoolError} when so many bytes can't be had, whatever else is in memory */
export function requireMemory(bytes: number): void {
  if (!(bytes <= MEMORY_LIMIT)) throw memoryError(bytes);
}

/** That so many bytes can't be had. */
export function memoryError(bytes: number): EvalpoolError {
  return new EvalpoolError(
    "model",
    `the network does not fit the kernels' memory of ${megabytes(MEMORY_LIMIT)}: no room for ` +
      `${megabytes(bytes)} more; a smaller batch size or network needs less`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;
}

/**
 * @param what what is counted, in the plural
 * @throws {RangeError} when there are more than there is room for
 */
export function requireRoom(what: string, got: number, room: number): void {
  if (!(got <= room)) throw new RangeError(`expected at most ${room} ${what}, got ${got}`);
}

/** @throws {RangeError} when there is not a float for each byte */
export function requireTable(table: Float32Array, width: number): void {
  const channels = table.length / 256;
  if (channels >= 1 && width % channels === 0) return;
  const expected = `a table of 256 floats, or of 256 for each part of ${width} bytes`;
  throw new RangeError(`expected ${expected}, got ${table.length}`);
}

/** @throws {RangeError} when maps are not of a table's channels, or of all bytes of an example */
export function requirePlanes(table: Float32Array, width: number, maps?: MapShape): void {
  if (maps === undefined) return;
  const tables = table.length / 256;
  const { channels, height, width: columns } = maps;
  if (channels * height * columns === width && (tables === 1 || tables === channels)) return;
  const got = `${channels} of ${height}×${columns}`;
  throw new RangeError(`expected maps of ${width} bytes by ${tables} tables, got ${got}`);
}

/** @throws {RangeError} when rows are not laid out as a kernel writes them */
export function requireStride(rows: Rows, stride: number): void {
  if (rows.stride === stride) return;
  throw new RangeError(`expected rows of ${stride} floats to write to, got ${rows.stride}`);
}

/** The inputs of a layer. @throws {RangeError} when the weights are no whole rows of outputs */
export function inputsOf({ weight, bias }: DenseWeights): number {
  const inputs = weight.length / bias.length;
  if (!Number.isInteger(inputs) || inputs === 0) {
    const got = `${weight.length} weights`;
    throw new RangeError(
      `expected weights [inputs, ${bias.length}] for ${bias.length} outputs, got ${got}`,
    );
  }
  return inputs;
}

/** Weights as kernels read them. */
interface Packed {
  readonly layout: string;
  readonly bytes: Uint8Array;
}

/** @throws {RangeError} when the layer was packed for other kernels, or its bytes are not all there */
export function requireLayout(layer: Packed, layout: string, size: number): void {
  const { bytes } = layer;
  if (layer.layout === layout && bytes.length === size) return;
  const expected = `${size} bytes in layout "${layout}"`;
  throw new RangeError(`expected ${expected}, got ${bytes.length} in layout "${layer.layout}"`);
}

/** @throws {RangeError} when the whole is not made of such parts */
export function requireDivisor(what: string, whole: number, part: number): void {
  if (part > 0 && whole % part === 0) return;
  throw new RangeError(`expected a ${what} that ${part} divides, got ${whole}`);
}

/** @throws {RangeError} when a kernel that takes whole vectors would be given parts of one */
export function requireMultiple(what: string, got: number, of: number): void {
  if (got % of === 0) return;
  throw new RangeError(`expected a ${what} that is a multiple of ${of}, got ${got}`);
}

/** @throws {RangeError} when runs reach over the rows that they are taken from or written to */
export function requireRuns(runs: Runs, from: number, to: number): void {
  for (let at = 0; at < runs.length; at += 3) {
    const [start, target, length] = [runs[at]!, runs[at + 1]!, runs[at + 2]!];
    const isInside = start >= 0 && start + length <= from && target >= 0 && target + length <= to;
    if (isInside && length >= 0) continue;
    const got = `${length} floats from ${start} to ${target}`;
    throw new RangeError(`expected moves within ${from} and ${to} floats, got ${got}`);
  }
}
