import type { Part, RunIdentity, ShardRange } from "@evalpool/evaluate";
import { required } from "@evalpool/errors";
import { createTally, type ExactSum, type Tally } from "@evalpool/metrics";

const CLASSES = 10;

/** Of every hundred images so many are read right. */
const RIGHT = 93;

/** What a simulated run is of. */
export function simulatedRun(total: number): RunIdentity {
  const digest = "0".repeat(64);
  return {
    graph: digest,
    weights: digest,
    images: digest,
    labels: digest,
    format: "uint8 1x28x28",
    total,
    classes: CLASSES,
    corruption: "none",
    kernels: "simd",
    exact: false,
    rounding: digest,
  };
}

/** As a worker would return it: the same for a range, whoever evaluates it. */
export function simulatedPart(run: RunIdentity, range: ShardRange): Part {
  const { total, images, labels } = run;
  return {
    evalpoolPart: 1,
    run,
    ranges: [range],
    tally: simulatedTally(range),
    model: { id: "simulated", runtime: { name: "own" } },
    dataset: {
      name: "simulated",
      split: "test",
      images: total,
      sha256: images,
      labelsSha256: labels,
    },
    made,
  };
}

const made: Part["made"] = {
  evaluateMs: 10_000,
  config: { threads: 8, batchSize: 100, backend: "wasm-simd", shards: 16 },
  environment: {
    node: "v24.0.0",
    platform: "linux",
    arch: "x64",
    cpu: "simulated",
    evalpool: "0.1.0",
    v8Flags: [],
  },
};

/** How many of the first images are read right. */
export function rightOf(images: number): number {
  return Math.floor(images / 100) * RIGHT + Math.min(images % 100, RIGHT);
}

function simulatedTally({ start, end }: ShardRange): Tally {
  const tally = createTally(CLASSES);
  const right = rightOf(end) - rightOf(start);
  const wrong = end - start - right;
  tally.labelRanks.splice(0, 2, right, wrong);
  for (const [label, counts] of tally.confusionMatrix.entries()) {
    const [rightHere, wrongHere] = [shareOf(right, label), shareOf(wrong, label)];
    counts[label] = rightHere;
    counts[(label + 1) % CLASSES] = wrongHere;
    const bin = required(tally.confidenceBins[label], `bin ${label}`);
    const images = rightHere + wrongHere;
    const confidence = (images * (label + 0.5)) / tally.confidenceBins.length;
    Object.assign(bin, { images, correct: rightHere });
    Object.assign(bin.confidence, exactSum(confidence));
  }
  Object.assign(tally.negativeLogLikelihood, exactSum(right / 10 + 2 * wrong));
  Object.assign(tally.brierScore, exactSum(right / 100 + wrong));
  return tally;
}

/** How many of the images have a label, where each has as many as any other. */
function shareOf(images: number, label: number): number {
  return Math.floor((images + label) / CLASSES);
}

function exactSum(value: number): ExactSum {
  const whole = Math.floor(value);
  return { whole, fraction: Math.floor((value - whole) * 2 ** 40) / 2 ** 40 };
}
