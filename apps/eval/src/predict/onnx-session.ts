import type * as Ort from "onnxruntime-common";

/** An ONNX file, and what of it is used: plain data, as a worker is sent it. */
export interface OnnxFile {
  /** URL of onnxruntime's entry. */
  readonly runtime: string;
  /** Absolute path. */
  readonly file: string;
  readonly input: {
    readonly name: string;
    readonly type: "float32" | "uint8";
    /** Of one image. */
    readonly shape: readonly number[];
    /** Images that it takes at once, where that cannot be chosen. */
    readonly batch?: number | undefined;
  };
  /** Name of the output that gives classes. */
  readonly output: string;
}

/** What a network gives for `count` images, `[count, classes]`. */
export type RunOnnx = (
  batch: Uint8Array | Float32Array,
  count: number,
) => Promise<Float32Array | Float64Array>;

/** Loads the network for one thread. @throws {Error} as onnxruntime does */
export async function openOnnx({ runtime, file, input, output }: OnnxFile): Promise<RunOnnx> {
  const ort = (await import(/* @vite-ignore */ runtime)) as typeof Ort;
  const session = await ort.InferenceSession.create(file, {
    // evalpool's own threads each have a session.
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // Warnings, as of weights that nothing uses, are no concern of who evaluates.
    logSeverityLevel: 3,
  });
  const { name, type, shape } = input;
  return async (batch, count) => {
    const width = batch.length / count;
    const step = input.batch ?? count;
    const parts: (Float32Array | Float64Array)[] = [];
    for (let first = 0; first < count; first += step) {
      const some = batch.subarray(first * width, (first + step) * width);
      const tensor = new ort.Tensor(type, filled(some, step * width), [step, ...shape]);
      const results = await session.run({ [name]: tensor }, [output]);
      const rows = Math.min(step, count - first);
      parts.push(rowsOf(results[output], step).subarray(0, rows * widthOf(results[output], step)));
    }
    return joined(parts);
  };
}

/** As many numbers as a batch of a fixed size has: zeros for the images that the last one lacks. */
function filled<T extends Uint8Array | Float32Array>(some: T, length: number): T {
  if (some.length === length) return some;
  const batch = some instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  batch.set(some);
  return batch as T;
}

function rowsOf(tensor: Ort.Tensor | undefined, images: number): Float32Array | Float64Array {
  const { data, type, dims } = tensor ?? { data: undefined, type: "nothing", dims: [] };
  if (!(data instanceof Float32Array || data instanceof Float64Array)) {
    throw new TypeError(`expected an output of float32 or float64, got ${type}`);
  }
  if (data.length % images === 0) return data;
  throw new RangeError(`expected an output for ${images} images, got shape (${dims.join(",")})`);
}

function widthOf(tensor: Ort.Tensor | undefined, images: number): number {
  return (tensor?.size ?? 0) / images;
}

function joined(parts: readonly (Float32Array | Float64Array)[]): Float32Array | Float64Array {
  const [first, ...more] = parts;
  if (first && more.length === 0) return first;
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
