import type { ScoredSamples } from "@evalpool/evaluate";
import type { PageSample } from "./page-data.js";

/** Mistakes that are all kept, if there are no more, beside those kept for their cell. */
const MISTAKES = 1000;
/** Images kept of each cell of the confusion matrix, the first ones, and of all cells together. */
const IN_A_CELL = 20;
const IN_CELLS = { right: 2000, wrong: 20_000 };
/** Images in a page, and mistakes that go before images which were read right. */
const SHOWN = 3012;
const SHOWN_WRONG = 2812;
/** Cells of which all that are kept go before other mistakes: the most frequent confusions. */
const WORST = 24;
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
  /** The indices of all that there is to show, what is to be shown first in front. */
  order(): number[];
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
  const cells = new Map<string, number>();
  const inCells = { right: 0, wrong: 0 };
  let mistakes = 0;
  let confident: readonly Mistake[] = [];

  function keeps(label: number, prediction: number): boolean {
    const cell = cellOf(label, prediction);
    const already = cells.get(cell) ?? 0;
    cells.set(cell, already + 1);
    const kind = label === prediction ? "right" : "wrong";
    const fillsCell = already < IN_A_CELL && inCells[kind] < IN_CELLS[kind];
    if (fillsCell) inCells[kind]++;
    return fillsCell || (kind === "wrong" && mistakes++ < MISTAKES);
  }

  /** The most confident mistakes, those of the most frequent confusions, others; then what is right. */
  function inOrder(): PageSample[] {
    const isWrong = ([, label, prediction]: PageSample): boolean => label !== prediction;
    const wrong = kept.filter(isWrong);
    const worst = worstCells(cells);
    const first = [
      ...confident.map(({ sample }) => sample),
      ...wrong.filter(([, label, prediction]) => worst.has(cellOf(label, prediction))),
    ];
    const ordered = [...new Set([...first, ...wrong])];
    const right = kept.filter((sample) => !isWrong(sample));
    return [...ordered.slice(0, SHOWN_WRONG), ...right, ...ordered.slice(SHOWN_WRONG)].slice(
      0,
      SHOWN,
    );
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
    order: () => inOrder().map(([index]) => index),
    shown(most) {
      const chosen = inOrder().slice(0, most);
      return {
        samples: chosen.sort(([a], [b]) => a - b),
        confident: confident.map(({ sample }) => sample).slice(0, most),
      };
    },
  };
}

function cellOf(label: number, prediction: number): string {
  return `${label},${prediction}`;
}

/** Of equally frequent ones, that which came first. */
function worstCells(cells: ReadonlyMap<string, number>): ReadonlySet<string> {
  const isWrong = (cell: string): boolean => new Set(cell.split(",")).size === 2;
  const wrong = [...cells].filter(([cell]) => isWrong(cell));
  const worst = wrong.sort(([, a], [, b]) => b - a).slice(0, WORST);
  return new Set(worst.map(([cell]) => cell));
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
