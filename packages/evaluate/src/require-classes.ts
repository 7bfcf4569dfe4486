import type { IndexedSource } from "@evalpool/data";
import { DataError, shorten } from "@evalpool/errors";
import { classCount, type Model } from "@evalpool/models";
import type { OwnPredictor } from "./own-predictor.js";

/**
 * Makes sure that a model has a class for each label of a data set, and that both call it the same
 * where both say its name.
 *
 * @throws {DataError} that says what does not fit
 */
export function requireClasses(
  model: Model | OwnPredictor,
  { name, split, labels, classes, classNames }: IndexedSource,
): void {
  const refuse = (reason: string): never => {
    throw new DataError(`${name} ${split}`, reason);
  };
  const isNetwork = "graph" in model;
  const id = isNetwork ? model.graph.id : model.id;
  const known = isNetwork ? classCount(model.graph) : (model.classes ?? classes);
  const bad = labels.findIndex((label) => label >= known);
  if (bad !== -1) {
    const got = `got ${labels[bad]} at index ${bad}`;
    refuse(`model ${id} has ${known} classes: expected labels below, ${got}`);
  }
  if (classNames && classNames.length > known) {
    refuse(`has ${classNames.length} classes, and model ${id} tells ${known} apart`);
  }
  const own = isNetwork ? model.graph.classNames : undefined;
  if (own === undefined || classNames === undefined) return;
  const other = classNames.findIndex((className, label) => className !== own[label]);
  if (other === -1) return;
  const [here, there] = [classNames[other], own[other]].map((it) => shorten(it ?? "", 40));
  refuse(
    `class ${other} is ${here}, and of model ${id} ${there || "there is none"}; ` +
      "give the names in the model's order with --class-names",
  );
}
