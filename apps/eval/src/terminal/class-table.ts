import { nameClasses, type ClassFigures, type Scores } from "@evalpool/metrics";
import type { ScoredResult } from "@evalpool/evaluate";
import { cutTo, fillEnd, fillStart, widest } from "./columns.js";
import { wrap } from "./entry.js";
import { formatInteger } from "./numbers.js";

/** Of more classes, those that the model reads worst are shown. */
const MOST_CLASSES = 12;
/** Of the figures; that of the class is as wide as their names. */
const WIDE = [11, 9, 9, 9] as const;
const NARROW = [10, 7, 7, 8] as const;
/** Of the class: at least, at most, and where there is room for its label beside its name. */
const CLASS = { least: 8, most: 32, numbered: 16 } as const;

/** Precision, recall, F1 and support of each class, and their averages. */
export function formatClasses(result: ScoredResult, columns: number): string[] {
  const { perClass, macro, weighted, total } = result;
  const isAll = perClass.length <= MOST_CLASSES;
  const shown = isAll ? perClass : hardest(perClass);
  const room = Math.max(CLASS.least, Math.min(CLASS.most, columns - sum(NARROW)));
  const names = nameFor(result, room);
  const nameWidth = Math.max(CLASS.least, widest(shown.map(({ label }) => names[label] ?? "")));
  const widths = columns < nameWidth + sum(WIDE) ? NARROW : WIDE;
  const align = names.some((name, label) => name !== String(label)) ? fillEnd : fillStart;
  const line = (name: string, ...cells: readonly string[]): string =>
    align(name, nameWidth) + widths.map((width, i) => (cells[i] ?? "").padStart(width)).join("");
  const scores = (name: string, figures: Scores & Partial<ClassFigures>, support: number): string =>
    line(
      name,
      ...(["precision", "recall", "f1"] as const).map((score) =>
        figures.illDefined?.includes(score) ? "0/0" : figures[score].toFixed(4),
      ),
      formatInteger(support),
    );
  return [
    ...(isAll ? [] : wrap(`${shown.length} of ${perClass.length} classes, lowest F1`, columns)),
    line("class", "precision", "recall", "F1", "support"),
    ...shown.map((figures) => scores(names[figures.label] ?? "", figures, figures.support)),
    "",
    scores("macro", macro, total),
    scores("weighted", weighted, total),
    ...(perClass.some(({ illDefined }) => illDefined)
      ? wrap("0/0: no image has the label, or none is read as it; averaged as 0", columns)
      : []),
    ...tellAbsent(result, columns),
  ];
}

/** Why a macro average is low where classes have no images. */
function tellAbsent({ perClass }: ScoredResult, columns: number): string[] {
  const present = perClass.filter(({ support }) => support > 0);
  const absent = perClass.length - present.length;
  if (absent === 0) return [];
  const f1 = present.reduce((sum, figures) => sum + figures.f1, 0) / present.length;
  const classes = `${absent} of ${perClass.length} classes ${absent === 1 ? "has" : "have"}`;
  const without = `macro counts them as 0; without, F1 is ${f1.toFixed(4)}`;
  return wrap(`${classes} no images: ${without}`, columns);
}

/** At most so many columns each. */
function nameFor({ perClass, dataset }: ScoredResult, columns: number): readonly string[] {
  return nameClasses(perClass.length, dataset.classNames, {
    cut: (name) => cutTo(name, columns),
    isNumbered: columns >= CLASS.numbered,
  });
}

/** Of those that have images: without, F1 says nothing of the model. */
function hardest(classes: readonly ClassFigures[]): readonly ClassFigures[] {
  const present = classes.filter(({ support }) => support > 0);
  return present.toSorted((a, b) => a.f1 - b.f1).slice(0, MOST_CLASSES);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
