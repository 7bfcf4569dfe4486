import type { ScoredResult } from "@evalpool/evaluate";
import { matrixFigures } from "@evalpool/metrics";
import { collectSamples, renderReport } from "@evalpool/report";

/** What a report of many classes is of. */
interface ManyClasses {
  readonly classes: number;
  readonly images: number;
  readonly classNames?: readonly string[];
  /** `[C, H, W]` of an image. */
  readonly shapeOf: (index: number) => readonly [number, number, number];
  /** Whether pixels are noise, which does not compress. */
  readonly isNoise?: boolean;
}

/** The report of a model that often reads a class as the next one, and sometimes as another. */
export async function reportOf(input: ManyClasses): Promise<string> {
  const { classes, images, classNames, shapeOf, isNoise = false } = input;
  const labels = Uint16Array.from({ length: images }, (_, i) => i % classes);
  const predictions = Uint32Array.from(labels, (label, i) => {
    const chance = scattered(i);
    const other = Math.floor(scattered(i + images) * classes);
    return chance < 0.8 ? label : chance < 0.95 ? (label + 1) % classes : other;
  });
  const confusionMatrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of labels.entries()) confusionMatrix[label]![predictions[i]!]! += 1;
  const collected = collectSamples();
  collected.add({ range: { start: 0, end: images }, labels, predictions });
  return renderReport({
    result: resultOf(confusionMatrix, images, classNames),
    collected,
    images: (indices) =>
      Promise.resolve(
        indices.map((index) => {
          const shape = shapeOf(index);
          return { shape, bytes: isNoise ? noise(index, shape) : pixelsOf(index, shape) };
        }),
      ),
  });
}

/** From 0 to 1, evenly, and the same each time (Knuth's multiplicative hashing). */
function scattered(i: number): number {
  return (Math.imul(i + 1, 2_654_435_761) >>> 0) / 2 ** 32;
}

/** Of each image one value in each channel: `(index + 100 · channel) mod 256`. */
function pixelsOf(index: number, [channels, height, width]: readonly number[]): Uint8Array {
  const size = height! * width!;
  return Uint8Array.from(
    { length: channels! * size },
    (_, i) => index + 100 * Math.floor(i / size),
  );
}

function noise(index: number, shape: readonly number[]): Uint8Array {
  const length = shape.reduce((a, b) => a * b);
  return Uint8Array.from({ length }, (_, i) => 256 * scattered(index * length + i ** 2));
}

function resultOf(
  confusionMatrix: readonly (readonly number[])[],
  images: number,
  classNames: readonly string[] | undefined,
): ScoredResult {
  return {
    schemaVersion: 1,
    model: { id: "net", runtime: { name: "own" } },
    dataset: {
      name: "things",
      split: "test",
      images,
      kind: "a folder for each class",
      ...(classNames && { classNames }),
      sha256: "aa",
      labelsSha256: "bb",
    },
    ...matrixFigures(confusionMatrix),
    confusionMatrix,
    throughput: { imagesPerSecond: 1000 },
    timings: { loadMs: 100, poolStartMs: 90, evaluateMs: 400, totalMs: 520 },
    config: { threads: 2, batchSize: 100, backend: "wasm-relaxed", shards: 8 },
    environment: {
      node: "v24",
      platform: "linux",
      arch: "x64",
      cpu: "cpu",
      evalpool: "0",
      v8Flags: [],
    },
  };
}
