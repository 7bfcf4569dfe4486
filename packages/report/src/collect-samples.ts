import type { ScoredSamples } from "@evalpool/evaluate";
import type { PageSample } from "./page-data.js";

/** Mistakes that are all shown, if there are no more. */
const MISTAKES = 1000;
/** Images of each cell of the confusion matrix, the first ones, and of all cells together. */
const IN_A_CELL = 20;
const IN_CELLS = 2000;
/** The most confident mistakes. */
const CONFIDENT = 12;
/** Classes whose probabilities are kept of an image, and the share that others must have. */
const LIKELIEST = 16;
const LEAST = 0.0005;

/** The images that a report shows; of any number of images they are a bounded number. */
interface ShownSamples {
  /** By index. */
  readonly samples: readonly PageSample[];
  /** The most confident mistakes among them, the most confident one first. */
  readonly confident: readonly PageSample[];
}

/** Keeps what a report shows of all images. */
export interface SampleCollector {
  /** Takes from images what the report shows of them; they come by index. */
  readonly add: (samples: ScoredSamples) => void;
  /** What there is to show, in at most so many images. */
  shown(most: number): ShownSamples;
}

interface Mistake {
  readonly sample: PageSample;
  readonly confidence: number;
}

/** Chooses by order of index and by confidence alone, so that the same run shows the same images. */
export function collectSamples(): SampleCollector {
  const kept: PageSample[] = [];
  const inCell = new Map<string, number>();
  let mistakes = 0;
  let inCells = 0;
  let confident: readonly Mistake[] = [];

  function keeps(label: number, prediction: number): boolean {
    const cell = `${label},${prediction}`;
    const already = inCell.get(cell) ?? 0;
    const fillsCell = already < IN_A_CELL && inCells < IN_CELLS;
    if (fillsCell) {
      inCell.set(cell, already + 1);
      inCells++;
    }
    return fillsCell || (label !== prediction && mistakes++ < MISTAKES);
  }

  return {
    add({ range, labels, predictions, probabilities }) {
      const classes = (probabilities?.length ?? 0) / predictions.length;
      for (let i = 0; i < predictions.length; i++) {
        const [label, prediction] = [labels[i]!, predictions[i]!];
        const row = probabilities?.subarray(i * classes, (i + 1) * classes);
        const confidence = row?.[prediction];
        const isKept = keeps(label, prediction);
        const isConfident =
          confidence !== undefined && label !== prediction && isAmong(confident, confidence);
        if (!isKept && !isConfident) continue;
        const shares = row ? likeliest(row) : [];
        const sample: PageSample = [range.start + i, label, prediction, shares];
        if (isKept) kept.push(sample);
        if (isConfident) confident = withMistake(confident, { sample, confidence });
      }
    },
    shown(most) {
      const first = confident.map(({ sample }) => sample);
      const chosen = [...new Set([...first, ...kept])].slice(0, most);
      return {
        samples: chosen.sort(([a], [b]) => a - b),
        confident: first.slice(0, most),
      };
    },
  };
}

function isAmong(confident: readonly Mistake[], confidence: number): boolean {
  const last = confident.at(-1);
  return last === undefined || confident.length < CONFIDENT || confidence > last.confidence;
}

/** Of equally confident ones, that of the lower index comes first. */
function withMistake(confident: readonly Mistake[], mistake: Mistake): Mistake[] {
  return [...confident, mistake]
    .sort((a, b) => b.confidence - a.confidence || a.sample[0] - b.sample[0])
    .slice(0, CONFIDENT);
}

function likeliest(probabilities: Float32Array): PageSample[3] {
  return Array.from(probabilities, (p, name) => [name, p] as const)
    .filter(([, p]) => p >= LEAST)
    .sort(([, a], [, b]) => b - a)
    .slice(0, LIKELIEST)
    .map(([name, p]) => [name, Math.round(p * 1000)]);
}
