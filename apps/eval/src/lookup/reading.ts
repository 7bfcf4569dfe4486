import type { Corruption } from "@evalpool/corruptions";
import type { IndexedSource } from "@evalpool/data";
import { nameClasses, type Naming } from "@evalpool/metrics";
import { trace, type FloatTensor, type ForwardStep, type Model } from "@evalpool/models";
import type { PlanarImage } from "@evalpool/pictures";
import { argmax } from "@evalpool/tensor";
import type { DatasetChoice } from "../loading.js";
import { openView } from "../open-view.js";
import { openLookup } from "./open-lookup.js";
import { readProbabilities } from "./read-probabilities.js";

/** An image of a data set, and what a network makes of it. */
export interface Reading {
  readonly index: number;
  readonly image: PlanarImage;
  readonly label: number;
  readonly prediction: number;
  /** By label. */
  readonly probabilities: Float64Array;
  /** What each class is called where it is shown, by label. */
  readonly names: (naming?: Naming) => readonly string[];
  readonly x: FloatTensor;
  /** What every operation gives. */
  readonly steps: readonly ForwardStep[];
}

/** Images of a data set, read by a network when they are asked for. */
export interface Readings extends Disposable {
  readonly source: IndexedSource;
  /** @throws {DataError} when the image cannot be read, or does not fit */
  readonly read: (index: number) => Promise<Reading>;
}

/**
 * @param corruption done to the images first
 * @throws {DataError} when the network cannot be evaluated on the data set
 */
export async function openReadings(
  model: Model,
  data: DatasetChoice,
  corruption?: Corruption,
): Promise<Readings> {
  const lookup = await openLookup(model, data, corruption);
  const { source } = lookup;
  const view = openView(source, corruption);
  return {
    source,
    async read(index) {
      const [x, [image]] = [await lookup.input(index), await view.read([index])];
      if (image === undefined) throw new RangeError(`no image ${index}`);
      const steps = trace(model, x);
      const probabilities = readProbabilities(model.graph, x, steps);
      const { length } = probabilities;
      const prediction = argmax({ data: probabilities, shape: [length] });
      const classNames = source.classNames ?? model.graph.classNames;
      const names = (naming?: Naming) => nameClasses(length, classNames, naming);
      const label = source.labels[index] ?? 0;
      return { index, image, label, prediction, probabilities, names, x, steps };
    },
    [Symbol.dispose]() {
      view[Symbol.dispose]();
      lookup[Symbol.dispose]();
    },
  };
}
