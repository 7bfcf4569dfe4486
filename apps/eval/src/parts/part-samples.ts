import { basename, dirname, join } from "node:path";
import { DataError } from "@evalpool/errors";
import { type Part, type ImageSamples, type ShardRange } from "@evalpool/evaluate";
import { fileSha256 } from "@evalpool/files/node";
import { readLines } from "../compare/read-lines.js";
import { jsonRow } from "../predictions-file/json-rows.js";
import type { Row } from "../predictions-file/row.js";

/** A part's file, and what of it says where its samples are. */
export interface SampledPart {
  readonly path: string;
  readonly part: Pick<Part, "ranges" | "samples">;
}

/** A range, and the file that has its images' lines. */
interface FileRange {
  readonly range: ShardRange;
  readonly file: string;
}

/** Bytes of a line: of 4,096 probabilities of 17 digits. */
const LINE_BYTES = 2 ** 17;
/** Images that are handed on at once. */
const MOST_IMAGES = 1000;

/**
 * Images with their predictions, of all parts, by index.
 *
 * @throws {DataError} when a part has none beside it, or they are not those that it was written with
 */
export async function* readPartSamples(
  parts: readonly SampledPart[],
): AsyncGenerator<ImageSamples> {
  const ranges: FileRange[] = [];
  // All before any is read, so that what is missing is told at once.
  for (const one of parts) {
    const file = await checkFile(one);
    ranges.push(...one.part.ranges.map((range) => ({ range, file })));
  }
  ranges.sort((a, b) => a.range.start - b.range.start);
  const lastOf = new Map(ranges.map(({ file }, i) => [file, i]));
  /** Files that are read from, each where it is; a part's ranges may lie between another's. */
  const open = new Map<string, AsyncGenerator<string>>();
  try {
    for (const [i, { range, file }] of ranges.entries()) {
      const lines = open.get(file) ?? readLines(file, LINE_BYTES, toError(file));
      open.set(file, lines);
      yield* readRange(file, lines, range);
      if (lastOf.get(file) !== i) continue;
      // There may be more parts than files that can be open.
      await lines.return(undefined);
      open.delete(file);
    }
  } finally {
    for (const lines of open.values()) await lines.return(undefined);
  }
}

/** Where the samples of a part lie: whatever their name says, beside it. */
export function samplesFileOf(path: string, { file }: NonNullable<Part["samples"]>): string {
  return join(dirname(path), basename(file));
}

async function checkFile({ path, part }: SampledPart): Promise<string> {
  const { samples } = part;
  const name = basename(path);
  if (samples === undefined) {
    const advice = "make it again, with --samples too";
    throw new DataError(name, `there are no samples of this part; ${advice}`);
  }
  const file = samplesFileOf(path, samples);
  const got = await fileSha256(file).catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    const reason = `${error.reason}; the samples of ${name} are to lie beside it`;
    throw new DataError(basename(file), reason, { cause: error });
  });
  if (got === samples.sha256) return file;
  const reason = `expected SHA-256 ${samples.sha256}, as ${name} says, got ${got}`;
  throw new DataError(basename(file), `${reason}; remove ${name}, and make it again`);
}

async function* readRange(
  file: string,
  lines: AsyncGenerator<string>,
  { start, end }: ShardRange,
): AsyncGenerator<ImageSamples> {
  for (let first = start; first < end; first += MOST_IMAGES) {
    const rows = [];
    for (let index = first; index < Math.min(first + MOST_IMAGES, end); index++) {
      rows.push(await readRow(file, lines, index));
    }
    const [width = 0, ...widths] = rows.map((row) => row.probabilities.length);
    if (widths.some((other) => other !== width)) {
      const reason = `expected ${width} probabilities of each image, as of ${first}, got others`;
      throw new DataError(basename(file), reason);
    }
    const probabilities = rows.flatMap((row) => row.probabilities);
    yield {
      range: { start: first, end: first + rows.length },
      labels: Uint16Array.from(rows, ({ label }) => label),
      predictions: Uint32Array.from(rows, ({ prediction }) => prediction),
      probabilities: Float32Array.from(probabilities),
    };
  }
}

async function readRow(
  file: string,
  lines: AsyncGenerator<string>,
  index: number,
): Promise<{ label: number; prediction: number; probabilities: readonly number[] }> {
  const line = await lines.next();
  if (line.done)
    throw new DataError(basename(file), `expected image ${index}, got the end of the file`);
  const { index: got, label, prediction, probabilities } = parseRow(file, line.value);
  if (got !== index || label === undefined || prediction === undefined || !probabilities) {
    throw new DataError(
      basename(file),
      `expected all of image ${index}, got ${line.value.slice(0, 40)}`,
    );
  }
  return { label, prediction, probabilities };
}

function parseRow(file: string, line: string): Row {
  try {
    return jsonRow(line);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new DataError(basename(file), cause.message, { cause });
  }
}

function toError(file: string) {
  return (reason: string, options?: ErrorOptions, line?: number): DataError =>
    new DataError(
      line === undefined ? basename(file) : `${basename(file)}, line ${line}`,
      reason,
      options,
    );
}
