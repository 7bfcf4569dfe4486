import { createHash, type Hash } from "node:crypto";
import { dirname, join } from "node:path";
import { DataError, NotFoundError, UsageError } from "@evalpool/errors";
import {
  digest,
  fileStamp,
  openRegular,
  readWhole,
  systemMessage,
  untilSettled,
  type OpenFile,
} from "@evalpool/files/node";
import type { ImageFormat, IndexedSource, StoredPart } from "@evalpool/mnist";
import { allocateShared, requireLabels, sourceDigest } from "@evalpool/mnist/node";
import { numberedLabels } from "../../labels.js";
import type { OpenOptions } from "../format.js";
import { IMAGE_BYTES, recordBytes, type CifarKind } from "./cifar-kind.js";

const format: ImageFormat = {
  channels: 3,
  height: 32,
  width: 32,
  layout: "CHW",
  element: "uint8",
};

/** Records that are read and hashed at a time. */
const AT_ONCE = 256;
/** Bytes that the names of classes may take. */
const MOST_NAMES = 2 ** 16;

/**
 * Opens files of records, whose images stay there unless they are read again and again. The digest of
 * the images is that of the files' content, one after the other; that of the labels is of the class of
 * each image, a byte each.
 *
 * @throws {DataError} when a file ends within a record, or a label is out of range
 * @throws {UsageError} when labels or a shape are said, which the records have
 */
export async function openCifar(
  kind: CifarKind,
  files: readonly string[],
  options: OpenOptions,
): Promise<Omit<IndexedSource, "name" | "split">> {
  requireNothingSaid(kind, options);
  requireAllBatches(files);
  const hash = createHash("sha256");
  const counts = await Promise.all(files.map((file) => countRecords(kind, file)));
  const count = counts.reduce((sum, some) => sum + some, 0);
  const isHeld = options.isRepeated && count * IMAGE_BYTES <= options.memory;
  const held = isHeld ? allocateShared(count * IMAGE_BYTES) : undefined;
  const labels = new Uint8Array(count);
  const parts: StoredPart[] = [];
  let first = 0;
  for (const file of files) {
    const images = held?.subarray(first * IMAGE_BYTES);
    const part = await readRecords(kind, file, hash, { labels: labels.subarray(first), images });
    parts.push(part);
    first += part.count;
    options.signal?.throwIfAborted();
  }
  if (first !== count) throw new DataError(files[0] ?? "", CHANGED);
  const names = await classNames(join(dirname(files[0] ?? ""), kind.names));
  if ((names ?? options.classNames) === undefined) {
    requireLabels(labels, kind.published.at(-1) ?? 0, files[0] ?? "");
  }
  return {
    kind: kind.name,
    format,
    ...numberedLabels(labels, files[0] ?? "", options, names),
    digest: sourceDigest({ images: hash.digest("hex"), labels: digest("sha256", labels) }),
    count,
    handle: held ?? { kind: "stored", parts },
  };
}

/** @throws {DataError} when one of numbered files is missing between others */
function requireAllBatches(files: readonly string[]): void {
  const numbers = files.map((file) => Number(/_(\d+)\.bin$/.exec(file)?.[1] ?? NaN));
  const at = numbers.findIndex((number, i) => Number.isFinite(number) && number !== i + 1);
  const file = files[at];
  if (file === undefined || files.length === 1) return;
  const missing = file.replace(/\d+\.bin$/, `${at + 1}.bin`);
  throw new DataError(missing, `expected one of ${files.length + 1} files or more, got none`);
}

const CHANGED = "expected a file at rest, got one that changed meanwhile";

function requireNothingSaid({ name }: CifarKind, { labels, shape }: OpenOptions): void {
  if (labels !== undefined) throw new UsageError(`--labels: ${name} have their own labels`);
  if (shape !== undefined && shape.join("x") !== "3x32x32") {
    throw new UsageError(`--shape: ${name} are 3x32x32, got ${shape.join("x")}`);
  }
}

async function countRecords(kind: CifarKind, file: string): Promise<number> {
  await using open = await openRegular(file);
  const { size } = open.stats;
  const count = Number(size) / recordBytes(kind);
  if (count > 0 && Number.isInteger(count)) return count;
  throw new DataError(file, `expected records of ${recordBytes(kind)} bytes, got ${size} in all`);
}

/** Where what is read goes. */
interface Into {
  readonly labels: Uint8Array;
  readonly images: Uint8Array | undefined;
}

async function readRecords(
  kind: CifarKind,
  file: string,
  hash: Hash,
  { labels, images }: Into,
): Promise<StoredPart> {
  await using open = await openRegular(file);
  await untilSettled(open.stats);
  const stats = await open.handle.stat({ bigint: true });
  const stride = recordBytes(kind);
  const count = Number(stats.size) / stride;
  if (count > labels.length) throw new DataError(file, CHANGED);
  const chunk = Buffer.alloc(AT_ONCE * stride);
  for (let first = 0; first < count; first += AT_ONCE) {
    const records = chunk.subarray(0, Math.min(AT_ONCE, count - first) * stride);
    await fill(open, file, records, first * stride);
    hash.update(records);
    for (let at = 0, i = first; at < records.length; at += stride, i++) {
      labels[i] = records[at + kind.labelBytes - 1] ?? 0;
      images?.set(records.subarray(at + kind.labelBytes, at + stride), i * IMAGE_BYTES);
    }
  }
  const stamp = fileStamp(stats);
  const after = await open.handle.stat({ bigint: true });
  if (fileStamp(after) !== stamp) throw new DataError(file, CHANGED);
  return { file, stamp, offset: kind.labelBytes, stride, count };
}

async function fill(
  { handle }: OpenFile,
  file: string,
  into: Buffer,
  position: number,
): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await handle
      .read(into, done, into.length - done, position + done)
      .catch((cause: unknown) => {
        throw new DataError(file, systemMessage(cause), { cause });
      });
    if (bytesRead === 0) throw new DataError(file, CHANGED);
    done += bytesRead;
  }
}

/** A line each; the published files end in an empty one. */
async function classNames(file: string): Promise<string[] | undefined> {
  const toError = (reason: string, options?: ErrorOptions): DataError =>
    (options?.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT"
      ? new NotFoundError(file, reason, options)
      : new DataError(file, reason, options);
  try {
    const text = (await readWhole(file, { maxBytes: MOST_NAMES, toError })).toString("utf8");
    const names = text.split("\n").map((line) => line.trim());
    return names.filter((name) => name !== "");
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
