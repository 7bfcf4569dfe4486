import { didYouMean, shorten } from "@evalpool/errors";
import { nameClasses } from "@evalpool/metrics";
import type { ScoredResult } from "../result.js";
import type { Absent, FigureIndex } from "./gate.js";

/** Which classes there are: how many, and what they are called. */
export interface KnownClasses {
  readonly count: number;
  readonly classNames?: readonly string[] | undefined;
}

/** Those of a result. */
export function classesOf({ perClass, dataset: { classNames } }: ScoredResult): KnownClasses {
  return { count: perClass.length, classNames };
}

/** A number of classes that a label may be among, or why there are not so many. */
export function rankOf({ count }: KnownClasses, rank: number): number | Absent {
  return rank <= count ? rank : { absent: `there are ${count} classes` };
}

/** The label of a class that is named by its label or its name, or why there is none. */
export function classOf({ count, classNames }: KnownClasses, named: FigureIndex): number | Absent {
  const labels = `labels are 0 to ${count - 1}`;
  if (typeof named === "number") {
    return named < count ? named : { absent: `there is no class ${named}: ${labels}` };
  }
  if (classNames === undefined) return { absent: `classes have no names: ${labels}` };
  const name = named.normalize();
  const found = classNames
    .slice(0, count)
    .flatMap((other, label) => (other.normalize() === name ? [label] : []));
  const [label, other] = found;
  if (other !== undefined) {
    const several = `classes ${found.join(" and ")} are called ${shorten(name, 40)}`;
    return { absent: `${several}: give the label` };
  }
  if (label !== undefined) return label;
  // As they are shown, which is what people copy.
  const shown = nameClasses(count, classNames);
  const copied = shown.indexOf(name);
  if (copied !== -1) return copied;
  return { absent: `there is no class ${shorten(name, 40)}.${didYouMean(name, shown)}` };
}
