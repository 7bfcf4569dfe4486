import { basename, extname, resolve } from "node:path";
import { CheckpointError, UnsupportedError, UsageError } from "@evalpool/errors";
import type { OwnPredictor } from "@evalpool/evaluate";
import type { Preprocess } from "@evalpool/models";
import { fileDigest } from "../file-digest.js";
import { findOnnxruntime } from "./find-onnxruntime.js";
import { onnxInput, type OnnxValue } from "./onnx-input.js";
import { openOnnx, type OnnxFile } from "./onnx-session.js";

/** An ONNX file to run on onnxruntime. */
export interface OnnxruntimeOptions {
  readonly file: string;
  /** What the file says of itself, as `readOnnxSignature` gives it. */
  readonly signature: {
    readonly inputs: readonly OnnxValue[];
    readonly outputs: readonly OnnxValue[];
  };
  /** What becomes of pixels (default v / 255). */
  readonly preprocess?: Preprocess | undefined;
  /** Name of the output that gives classes, where there are several. */
  readonly output?: string | undefined;
  /** Why it runs here, if that is not what was asked for. */
  readonly reason?: string | undefined;
}

/**
 * An ONNX file as a predictor: `evaluateOn` takes it in place of a model, and each worker makes a
 * session of it.
 *
 * @throws {UsageError} when `onnxruntime-node` is not installed, or the output has to be named
 * @throws {UnsupportedError} when onnxruntime cannot run it, or its input is not of images
 * @throws {CheckpointError} when it cannot be read
 */
export async function onnxruntimePredictor(options: OnnxruntimeOptions): Promise<OwnPredictor> {
  const { signature, preprocess, reason } = options;
  const path = resolve(options.file);
  const file = basename(path);
  const found = await findOnnxruntime();
  if (!found) {
    throw new UsageError(
      `${file}: onnxruntime-node is not installed: npm install onnxruntime-node`,
    );
  }
  const [value, ...more] = signature.inputs;
  if (!value || more.length > 0) {
    throw new UnsupportedError(file, [`expected one input, got ${signature.inputs.length}`]);
  }
  const toError = (why: string, cause?: ErrorOptions): Error =>
    new CheckpointError(file, why, cause);
  const { image, ...input } = onnxInput(file, value, preprocess ?? {});
  const output = chooseOutput(file, signature.outputs, options.output);
  const data: OnnxFile = { runtime: found.url, file: path, input, output };
  const [sha256, { classes, gives }] = await Promise.all([
    fileDigest(path, toError),
    probe(data, file),
  ]);
  return {
    id: basename(file, extname(file)),
    source: { module: new URL("./onnxruntime-worker.js", import.meta.url).href, data },
    input: { ...image, element: input.type, preprocess },
    classes,
    gives,
    runtime: {
      name: "onnxruntime",
      version: found.version,
      ...(reason !== undefined && { reason }),
    },
    checkpoint: { file, sha256 },
  };
}

/** The one that is named, or the only one of a row for each image. */
function chooseOutput(
  file: string,
  outputs: readonly OnnxValue[],
  asked: string | undefined,
): string {
  const names = outputs.map(({ name }) => name).join(", ");
  if (asked !== undefined) {
    if (outputs.some(({ name }) => name === asked)) return asked;
    throw new UsageError(`${file}: there is no output ${asked}; there are ${names}`);
  }
  const rows = outputs.length > 1 ? outputs.filter(({ shape }) => shape.length === 2) : outputs;
  const [only, ...more] = rows;
  if (only && more.length === 0) return only.name;
  throw new UsageError(
    `${file}: expected one output of classes, got ${names}: say which with --output NAME`,
  );
}

/** Images that a network is tried on. */
const PROBES = 8;

/**
 * Runs the network once on noise, so that what cannot run is told before threads start, and learns of
 * what it gives: for nothing in the file says whether that is logits or probabilities.
 */
async function probe(
  data: OnnxFile,
  file: string,
): Promise<Required<Pick<OwnPredictor, "classes" | "gives">>> {
  const { type, shape } = data.input;
  const length = PROBES * shape.reduce((a, b) => a * b, 1);
  const noise = Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
  const batch = type === "uint8" ? noise : Float32Array.from(noise, (v) => v / 255);
  try {
    const run = await openOnnx(data);
    const rows = await run(batch, PROBES);
    const classes = rows.length / PROBES;
    return { classes, gives: areProbabilities(rows, classes) ? "probabilities" : "logits" };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UnsupportedError(file, [`onnxruntime: ${reason.replaceAll(data.file, file)}`], "", {
      cause,
    });
  }
}

/** Whether each row is never below 0 and has the sum 1, to within half precision. */
function areProbabilities(rows: Float32Array | Float64Array, classes: number): boolean {
  for (let first = 0; first < rows.length; first += classes) {
    const row = rows.subarray(first, first + classes);
    let sum = 0;
    for (const value of row) sum += value;
    if (row.some((value) => value < 0) || Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}
