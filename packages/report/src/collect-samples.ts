import type { ScoredSamples } from "@evalpool/evaluate";
import type { PageSample } from "./page-data.js";

/** Images kept of each kind, the first ones, beside those kept for their cell. */
const KEPT = 10_000;
/** Images kept of each cell of the confusion matrix, the first ones, and of all cells together. */
const IN_A_CELL = 20;
const IN_CELLS = { right: 2000, wrong: 20_000 };
/** Images in a page. */
const SHOWN = 20_000;
/** Of many mistakes so many go first; then images that were read right, to compare them with. */
const FIRST = { wrong: 2800, right: 200 };
/** Cells of which all that are kept go before other mistakes: the most frequent confusions. */
const WORST = 24;
/** The most confident mistakes. */
const CONFIDENT = 12;
/** Classes whose probabilities are kept of an image, and the share that others must have. */
const LIKELIEST = 16;
const LEAST = 0.0005;

/** Keeps what a report shows of all images: of any number of them a bounded number. */
export interface SampleCollector {
  /** Takes from images what the report shows of them; they come by index. */
  readonly add: (samples: ScoredSamples) => void;
  /** All that there is to show, what is to be shown first in front. */
  inOrder(): PageSample[];
  /** The most confident mistakes, the most confident one first; they are first in order too. */
  confident(): PageSample[];
}

interface Mistake {
  readonly sample: PageSample;
  readonly confidence: number;
}

/** Images that were read right, or wrong, by index. */
interface Kept {
  /** The first ones of their cells. */
  readonly ofCells: PageSample[];
  readonly others: PageSample[];
}

/** Chooses by order of index and by confidence alone, so that the same run shows the same images. */
export function collectSamples(): SampleCollector {
  const kept: Record<"right" | "wrong", Kept> = {
    right: { ofCells: [], others: [] },
    wrong: { ofCells: [], others: [] },
  };
  const cells = new Map<string, number>();
  let confident: readonly Mistake[] = [];

  /** Where an image is kept, if it is. */
  function listFor(label: number, prediction: number): PageSample[] | undefined {
    const cell = cellOf(label, prediction);
    const already = cells.get(cell) ?? 0;
    cells.set(cell, already + 1);
    const kind = label === prediction ? "right" : "wrong";
    const { ofCells, others } = kept[kind];
    if (already < IN_A_CELL && ofCells.length < IN_CELLS[kind]) return ofCells;
    return others.length < KEPT ? others : undefined;
  }

  /** The most confident mistakes, those of the most frequent confusions, then all others. */
  function wrongInOrder(): PageSample[] {
    const wrong = [...kept.wrong.ofCells, ...kept.wrong.others].sort(byIndex);
    const worst = worstCells(cells);
    const isWorst = ({ label, prediction }: PageSample): boolean =>
      worst.has(cellOf(label, prediction));
    const surest = confident.map(({ sample }) => sample);
    return [...new Set([...surest, ...wrong.filter(isWorst), ...wrong])];
  }

  return {
    add({ range, labels, predictions, probabilities }) {
      const classes = (probabilities?.length ?? 0) / predictions.length;
      for (let i = 0; i < predictions.length; i++) {
        const [label, prediction] = [labels[i]!, predictions[i]!];
        const row = probabilities?.subarray(i * classes, (i + 1) * classes);
        const confidence = row?.[prediction];
        const list = listFor(label, prediction);
        const isConfident =
          confidence !== undefined && label !== prediction && isAmong(confident, confidence);
        if (!list && !isConfident) continue;
        const shares = row ? likeliest(row) : [];
        const sample = { index: range.start + i, label, prediction, shares };
        list?.push(sample);
        if (isConfident) confident = withMistake(confident, { sample, confidence });
      }
    },
    inOrder() {
      const wrong = wrongInOrder();
      const { ofCells, others } = kept.right;
      const right = [...ofCells, ...others];
      return [
        ...wrong.slice(0, FIRST.wrong),
        ...right.slice(0, FIRST.right),
        ...wrong.slice(FIRST.wrong),
        ...right.slice(FIRST.right),
      ].slice(0, SHOWN);
    },
    confident: () => confident.map(({ sample }) => sample),
  };
}

function byIndex(a: PageSample, b: PageSample): number {
  return a.index - b.index;
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
    .sort((a, b) => b.confidence - a.confidence || a.sample.index - b.sample.index)
    .slice(0, CONFIDENT);
}

function likeliest(probabilities: Float32Array): PageSample["shares"] {
  return Array.from(probabilities, (p, name) => [name, p] as const)
    .filter(([, p]) => p >= LEAST)
    .sort(([, a], [, b]) => b - a)
    .slice(0, LIKELIEST);
}
