import { check, CheckpointError, shorten, SpecError } from "@evalpool/errors";
import type { Application, ArraysOf } from "./layers/layer.js";
import { layerKinds } from "./layers/layers.js";
import type { Lowering } from "./lowering.js";
import type { KerasCall, ValueReference } from "./calls.js";
import { arithmetic, type KerasLayer, type KerasNetwork } from "./network.js";
import type { Value } from "./value.js";
import type { WeightSource } from "./weights.js";

/** Layers that are applied, those of models within models each time; the largest have 1,000. */
const MOST_APPLICATIONS = 10_000;

/** Lowers the layers of networks, in the order in which they take what others give. */
export class NetworkLowering {
  #applications = 0;
  /** Of all layers that were lowered. */
  readonly classes = new Set<string>();

  constructor(
    readonly lowering: Lowering,
    readonly version: number,
  ) {}

  /** Lowers a network; gives its outputs. */
  network(
    network: KerasNetwork,
    weights: WeightSource,
    inputs: readonly Value[],
  ): readonly Value[] {
    const values = new Map<string, Value>();
    network.inputs.forEach((reference, i) => {
      const value = inputs[i];
      if (value !== undefined) values.set(keyOf(reference), value);
    });
    // Layers stand in any order: each call waits for what it takes.
    let waiting = network.layers.flatMap((layer) =>
      layer.calls.map((call, i) => ({ layer, call, key: keyOf({ layer: layer.name, call: i }) })),
    );
    while (waiting.length > 0) {
      const later = waiting.filter(({ layer, call, key }) => {
        const taken = call.inputs.map((reference) => values.get(keyOf(reference)));
        if (!taken.every((value) => value !== undefined)) return true;
        if (!values.has(key)) values.set(key, this.layer(layer, call, taken, weights));
        return false;
      });
      if (later.length === waiting.length) break;
      waiting = later;
    }
    return network.outputs.map((reference) => this.#made(reference, values));
  }

  #made(reference: ValueReference, values: ReadonlyMap<string, Value>): Value {
    const value = values.get(keyOf(reference));
    if (value !== undefined) return value;
    const reason = `nothing makes what ${shorten(reference.layer)} should give, or it waits for itself`;
    throw new SpecError(this.lowering.file, [reason]);
  }

  layer(
    layer: KerasLayer,
    call: KerasCall,
    inputs: readonly Value[],
    weights: WeightSource,
  ): Value {
    const { lowering, version } = this;
    const { name, className } = layer;
    if (++this.#applications > MOST_APPLICATIONS) {
      throw new SpecError(lowering.file, [`more than ${MOST_APPLICATIONS} layers are applied`]);
    }
    const [first, ...more] = inputs;
    if (first === undefined) throw new SpecError(lowering.file, [`${shorten(name)} takes nothing`]);
    lowering.layer = name;
    const isConstant = call.constant !== undefined && !arithmetic.has(className);
    const extra = [...call.extra, ...(isConstant ? ["an argument"] : [])];
    if (extra.length > 0) {
      const given = extra.map((one) => shorten(one)).join(", ");
      lowering.unsupported(`${shorten(className)} that is given ${given}`);
    }
    if (layer.network !== undefined) return this.#inner(layer, layer.network, inputs, weights);
    if (more.length > 0 && !takesMany.has(className)) {
      lowering.unsupported(`${shorten(className)} of ${inputs.length} values`);
    }
    const kind = layerKinds.get(className);
    if (kind === undefined) return lowering.unsupported(shorten(className));
    const checked = check(kind.config(), layer.config);
    if ("problems" in checked) {
      const problems = checked.problems.map((problem) => `${shorten(name)}: ${shorten(problem)}`);
      throw new SpecError(lowering.file, problems);
    }
    this.classes.add(className);
    const application: Application<unknown> = {
      config: checked.value,
      inputs: [first, ...more],
      ...(call.constant && { constant: call.constant }),
      lowering,
      version,
      weights: (...roles) => this.#arrays(layer, weights, roles),
    };
    return kind.lower(application);
  }

  /** A model in place of a layer: its layers, in its place. */
  #inner(
    layer: KerasLayer,
    network: KerasNetwork,
    inputs: readonly Value[],
    weights: WeightSource,
  ): Value {
    const [takes, given] = [network.inputs.length, inputs.length];
    if (takes !== given) {
      const reason = `${shorten(layer.name)} takes ${takes} values, got ${given}`;
      throw new SpecError(this.lowering.file, [reason]);
    }
    const inner = weights.within(layer, network);
    const outputs = this.network(network, inner, inputs);
    const [value] = outputs;
    if (value !== undefined && outputs.length === 1) return value;
    this.lowering.layer = layer.name;
    return this.lowering.unsupported(`a model of ${outputs.length} outputs within another`);
  }

  #arrays<Roles extends readonly string[]>(
    layer: KerasLayer,
    weights: WeightSource,
    roles: Roles,
  ): ArraysOf<Roles> {
    const arrays = weights.arraysOf(layer);
    if (arrays.length === roles.length) return arrays as ArraysOf<Roles>;
    const { name, className } = layer;
    const got = `got ${arrays.length} arrays`;
    const reason = `${shorten(name)} (${shorten(className)}): expected ${roles.join(", ")}, ${got}`;
    throw new CheckpointError(this.lowering.file, reason);
  }
}

/** Layers that take several values. */
const takesMany: ReadonlySet<string> = new Set([
  ...["Add", "Average", "Concatenate", "Divide", "Multiply", "Subtract", "TrueDivide"],
]);

function keyOf({ layer, call }: ValueReference): string {
  return `${call} ${layer}`;
}
