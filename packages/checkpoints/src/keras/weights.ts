import { CheckpointError, shorten } from "@evalpool/errors";
import type { Hdf5Dataset, Hdf5Group } from "../hdf5/open-hdf5.js";
import type { NamedArray } from "./lowering.js";
import type { KerasLayer, KerasNetwork } from "./network.js";

/** Where the arrays of a model's layers are found. */
export interface WeightSource {
  /** The arrays of floats of a layer, in the order of Keras' `layer.weights`. */
  arraysOf(layer: KerasLayer): readonly NamedArray[];
  /** Where those of the layers of a model are, which is a layer here. */
  within(layer: KerasLayer, network: KerasNetwork): WeightSource;
}

/**
 * Of `model.weights.h5`, as `.keras` archives have it: `layers/conv2d_1/vars/0`, where a layer's
 * group is named after its class and counted, whatever the layer's name; newer files say that too.
 */
export class VarsSource implements WeightSource {
  readonly #groups = new Map<string, Hdf5Group>();

  constructor(
    root: Hdf5Group,
    network: KerasNetwork,
    readonly file: string,
  ) {
    const layers = root.groups.get("layers") ?? root.groups.get("_layer_checkpoint_dependencies");
    if (layers === undefined) {
      throw new CheckpointError(file, `expected a group of layers in ${shorten(root.path || "/")}`);
    }
    for (const [base, members] of byClass(network.layers)) {
      const groups = countedGroups(layers, base);
      if (groups.length !== members.length) continue;
      members.forEach(({ name }, i) => {
        const group = groups[i];
        if (group !== undefined) this.#groups.set(name, group);
      });
    }
  }

  arraysOf(layer: KerasLayer): readonly NamedArray[] {
    const vars = this.#groupOf(layer).groups.get("vars");
    if (vars === undefined) return [];
    const said = vars.attribute("name");
    if (typeof said === "string" && said !== layer.name) {
      const reason = `expected the arrays of ${shorten(layer.name)}, got those of ${shorten(said)}`;
      throw new CheckpointError(this.file, `${vars.path}: ${reason}`);
    }
    const numbered = [...vars.datasets].toSorted(([a], [b]) => Number(a) - Number(b));
    return numbered.flatMap(([, dataset]) => read(dataset));
  }

  within(layer: KerasLayer, network: KerasNetwork): WeightSource {
    return new VarsSource(this.#groupOf(layer), network, this.file);
  }

  #groupOf({ name, className }: KerasLayer): Hdf5Group {
    const group = this.#groups.get(name);
    if (group !== undefined) return group;
    const reason = `there are no weights of ${shorten(name)} (${shorten(className)}), or of more such layers`;
    throw new CheckpointError(this.file, reason);
  }
}

/** Layers by what the groups of their class are called, without those that never have weights. */
function byClass(layers: readonly KerasLayer[]): Map<string, KerasLayer[]> {
  return Map.groupBy(layers, ({ className }) => snakeCase(className));
}

/** As Keras makes names of classes: `BatchNormalization` is `batch_normalization`. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

/** Groups `base`, `base_1`, … in the order of their numbers. */
function countedGroups({ groups }: Hdf5Group, base: string): Hdf5Group[] {
  const counted = [...groups].flatMap(([name, group]) => {
    if (name === base) return [{ count: 0, group }];
    const digits = name.startsWith(`${base}_`) ? name.slice(base.length + 1) : "";
    return /^\d+$/.test(digits) ? [{ count: Number(digits), group }] : [];
  });
  return counted.toSorted((a, b) => a.count - b.count).map(({ group }) => group);
}

function read({ path, read }: Hdf5Dataset): NamedArray[] {
  const tensor = read();
  return tensor === undefined ? [] : [{ name: path, tensor }];
}

/** A name in a list of weights, and where they are: `conv2d/kernel:0`. */
export interface ListedArray {
  readonly name: string;
  readonly read: () => NamedArray[];
}

/**
 * Of a list of names, as legacy HDF5 files and TensorFlow.js have it: those of a layer begin with
 * its name, in a model's after that of the model, or not.
 */
export class ListedSource implements WeightSource {
  readonly #byLayer: ReadonlyMap<string, readonly ListedArray[]>;

  constructor(
    arrays: readonly ListedArray[],
    readonly file: string,
  ) {
    this.#byLayer = Map.groupBy(arrays, ({ name }) => name.slice(0, name.lastIndexOf("/")));
  }

  arraysOf({ name }: KerasLayer): readonly NamedArray[] {
    const exact = this.#byLayer.get(name);
    const groups = exact
      ? [exact]
      : [...this.#byLayer].filter(([key]) => key.endsWith(`/${name}`)).map(([, group]) => group);
    if (groups.length > 1) {
      throw new CheckpointError(this.file, `the weights of ${shorten(name)} are there twice`);
    }
    return (groups[0] ?? []).flatMap((array) => array.read());
  }

  within(): WeightSource {
    return this;
  }
}

/** Of a legacy HDF5 file: each layer's group lists its arrays, those of models those of all in it. */
export class LegacySource implements WeightSource {
  constructor(
    readonly root: Hdf5Group,
    readonly file: string,
  ) {}

  arraysOf(layer: KerasLayer): readonly NamedArray[] {
    return this.#listed(layer).flatMap((array) => array.read());
  }

  within(layer: KerasLayer): WeightSource {
    return new ListedSource(this.#listed(layer), this.file);
  }

  #listed({ name }: KerasLayer): ListedArray[] {
    const group = groupAt(this.root, name.split("/"));
    if (group === undefined) {
      throw new CheckpointError(this.file, `there are no weights of ${shorten(name)}`);
    }
    return namesIn(group).map((name) => ({ name, read: () => this.#read(group, name) }));
  }

  #read(group: Hdf5Group, name: string): NamedArray[] {
    const path = name.split("/");
    const last = path.pop() ?? "";
    const dataset = groupAt(group, path)?.datasets.get(last);
    if (dataset !== undefined) return read(dataset);
    throw new CheckpointError(
      this.file,
      `${group.path} lists ${shorten(name)}, which is not there`,
    );
  }
}

function groupAt(root: Hdf5Group, path: readonly string[]): Hdf5Group | undefined {
  return path.reduce<Hdf5Group | undefined>((group, name) => group?.groups.get(name), root);
}

/** `weight_names`, which Keras cuts in pieces `weight_names0`, … where they are many. */
function namesIn({ attribute }: Hdf5Group): readonly string[] {
  const pieces = [attribute("weight_names") ?? []];
  for (let i = 0; ; i++) {
    const piece = attribute(`weight_names${i}`);
    if (piece === undefined) return pieces.flat();
    pieces.push(piece);
  }
}
