import { stat } from "node:fs/promises";
import { UsageError } from "@evalpool/errors";
import { formatSamples, type ScoredSamples } from "@evalpool/evaluate";
import { createWholeFile } from "@evalpool/files/node";
import { requireWritable } from "./require-writable.js";
import { STDOUT } from "./terminal/print-result.js";

/** A file of one line of JSON for each image. Disposed of before it is kept, it leaves nothing. */
export interface SamplesFile extends Disposable {
  /** Appends images, which come by index. @throws {UsageError} when they cannot be written */
  readonly write: (samples: ScoredSamples) => void;
  /** Gives the file its name. @throws {UsageError} when it cannot be had */
  keep(): Promise<void>;
}

/**
 * @param file its name, or `-` for stdout, where lines stay that were written before a failure
 * @throws {UsageError} when there cannot be such a file
 */
export async function createSamplesFile(file: string): Promise<SamplesFile> {
  if (file === STDOUT) return samplesOnStdout;
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isFIFO()) {
    const advice = `--samples ${STDOUT} writes to stdout, which may be one`;
    throw new UsageError(`cannot write ${file}: expected a regular file, got a pipe; ${advice}`);
  }
  await requireWritable(file);
  const whole = createWholeFile(file);
  return {
    write: (samples) => whole.write(formatSamples(samples)),
    keep: () => whole.keep(),
    [Symbol.dispose]: () => whole[Symbol.dispose](),
  };
}

const samplesOnStdout: SamplesFile = {
  write: (samples) => process.stdout.write(formatSamples(samples)),
  keep: () => Promise.resolve(),
  [Symbol.dispose]: () => undefined,
};
