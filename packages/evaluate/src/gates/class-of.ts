import { didYouMean, shorten } from "@evalpool/errors";
import { nameClasses } from "@evalpool/metrics";
import type { ScoredResult } from "../result.js";
import type { Absent, FigureIndex } from "./gate.js";

/** The label of a class that is named by its label or its name, or why there is none. */
export function classOf(
  { perClass, dataset: { classNames } }: ScoredResult,
  named: FigureIndex,
): number | Absent {
  const labels = `labels are 0 to ${perClass.length - 1}`;
  if (typeof named === "number") {
    return named < perClass.length ? named : { absent: `there is no class ${named}: ${labels}` };
  }
  if (classNames === undefined) return { absent: `classes have no names: ${labels}` };
  const name = named.normalize();
  const found = perClass.flatMap(({ label }) =>
    classNames[label]?.normalize() === name ? [label] : [],
  );
  const [label, other] = found;
  if (other !== undefined) {
    const several = `classes ${found.join(" and ")} are called ${shorten(name, 40)}`;
    return { absent: `${several}: give the label` };
  }
  if (label !== undefined) return label;
  // As they are shown, which is what people copy.
  const shown = nameClasses(perClass.length, classNames);
  const copied = shown.indexOf(name);
  if (copied !== -1) return copied;
  return { absent: `there is no class ${shorten(name, 40)}.${didYouMean(name, shown)}` };
}
