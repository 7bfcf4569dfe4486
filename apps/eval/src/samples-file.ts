import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { systemMessage } from "@evalpool/files/node";
import { UsageError } from "@evalpool/errors";
import type { ImageSamples } from "@evalpool/evaluate";

/** A file of one line of JSON for each image. Disposed of before it is kept, it leaves nothing. */
export interface SamplesFile extends Disposable {
  /** Appends images, which come by index. @throws {UsageError} when they cannot be written */
  readonly write: (samples: ImageSamples) => void;
  /** Gives the file its name. @throws {UsageError} when it cannot be had */
  keep(): void;
}

/** @throws {UsageError} when there cannot be such a file */
export function createSamplesFile(file: string): SamplesFile {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw new UsageError(`cannot write ${file}: ${systemMessage(cause)}`, { cause });
    }
  };
  if (existsSync(file) && !statSync(file).isFile()) {
    throw new UsageError(`cannot write ${file}: not a regular file`);
  }
  const partial = `${file}.${process.pid}.partial`;
  const descriptor = attempt(() => openSync(partial, "w"));
  return {
    // In one piece before anything else is done: what is not yet written waits with its sender.
    write: (samples) => attempt(() => writeAll(descriptor, formatSamples(samples))),
    keep: () => attempt(() => renameSync(partial, file)),
    [Symbol.dispose]() {
      closeSync(descriptor);
      rmSync(partial, { force: true });
    },
  };
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}

function formatSamples({ range, labels, predictions, probabilities }: ImageSamples): string {
  const classes = probabilities.length / predictions.length;
  let lines = "";
  for (let i = 0; i < predictions.length; i++) {
    const row = Array.from(probabilities.subarray(i * classes, (i + 1) * classes), toDigits);
    const sample = {
      index: range.start + i,
      label: labels[i],
      prediction: predictions[i],
      probabilities: row,
    };
    lines += JSON.stringify(sample) + "\n";
  }
  return lines;
}

/** A float32 has seven digits that mean something. */
function toDigits(value: number): number {
  return Number(value.toPrecision(7));
}
