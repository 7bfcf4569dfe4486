import { ShapeError, shorten, SpecError, UnsupportedError } from "@evalpool/errors";
import {
  operationOf,
  type AttributesOf,
  type FloatTensor,
  type Node,
  type OpName,
  type ParameterReference,
  type Parameters,
  type Shape,
} from "@evalpool/models";
import { size } from "@evalpool/tensor";
import { isSameOrder, type MapsShape, type Value } from "./value.js";

/** What to do with a model that has what is not covered. */
export const EXPORT_TO_ONNX =
  'export it in Python: model.export("model.onnx", format="onnx"), ' +
  "or python -m tf2onnx.convert --keras FILE --output model.onnx";

/** An array of a layer, and its name in the file. */
export interface NamedArray {
  readonly name: string;
  readonly tensor: FloatTensor;
}

/** Of all parameters, in bytes: what is shared, in a file of any size, is counted each time. */
const MOST_BYTES = 2 ** 32;

/** A parameter to be: the array, and how it is stored. */
export interface ParameterToBe extends NamedArray {
  readonly stored?: ParameterReference["stored"];
}

/** The graph under construction. */
export class Lowering {
  readonly nodes: Node[] = [];
  readonly #parameters = new Map<string, FloatTensor>();
  readonly #values = new Names();
  readonly #arrays = new Names();
  #bytes = 0;
  /** The layer that is being lowered, for names and errors. */
  layer = "";

  constructor(readonly file: string) {}

  get parameters(): Parameters {
    return this.#parameters;
  }

  /** A name that no value has yet. */
  fresh(name: string): string {
    return this.#values.fresh(name);
  }

  /** Adds a node; gives the name of its value and its shape. */
  add<O extends OpName>(
    op: O,
    inputs: readonly Value[],
    attributes: AttributesOf<O>,
    parameters: Readonly<Record<string, ParameterToBe>> = {},
  ): { readonly name: string; readonly shape: Shape } {
    const name = this.fresh(this.layer);
    const references = Object.entries(parameters).map(([role, { name, tensor, stored }]) => {
      const own = this.#arrays.fresh(name);
      this.#parameters.set(own, tensor);
      this.#bytes += tensor.data.byteLength;
      return [role, { name: own, stored: stored ?? "canonical" }];
    });
    if (this.#bytes > MOST_BYTES) {
      throw new SpecError(this.file, [`its parameters take more than ${MOST_BYTES} bytes`]);
    }
    const node = {
      op,
      name,
      inputs: inputs.map((value) => value.name),
      output: name,
      attributes,
      parameters: Object.fromEntries(references) as Node["parameters"],
    } as Node;
    this.nodes.push(node);
    const shapes = inputs.map(({ shape }) => shape);
    return { name, shape: this.#infer(op, shapes, attributes) };
  }

  #infer(op: OpName, shapes: readonly Shape[], attributes: object): Shape {
    try {
      return operationOf(op).infer(shapes, attributes).output;
    } catch (cause) {
      if (!(cause instanceof ShapeError)) throw cause;
      throw new SpecError(this.file, [`${shorten(this.layer)}: ${cause.message}`], { cause });
    }
  }

  /** Adds a node that gives maps `[C, H, W]`. */
  maps<O extends OpName>(
    op: O,
    inputs: readonly Value[],
    attributes: AttributesOf<O>,
    parameters?: Readonly<Record<string, ParameterToBe>>,
  ): Value & { readonly kind: "maps" } {
    const { name, shape } = this.add(op, inputs, attributes, parameters);
    const [channels = 1, height = 1, width = 1] = shape;
    return { kind: "maps", name, shape: [channels, height, width] };
  }

  /** Adds a node that gives values of the same shape and layout. */
  like<O extends OpName>(
    op: O,
    value: Value,
    attributes: AttributesOf<O>,
    parameters?: Readonly<Record<string, ParameterToBe>>,
  ): Value {
    return { ...value, name: this.add(op, [value], attributes, parameters).name };
  }

  /** The same values in Keras' order. */
  plain(value: Value): Value & { readonly kind: "plain" } {
    if (value.kind === "plain") return value;
    if (value.kind === "flatMaps") {
      const maps = this.maps("reshape", [value], { shape: value.maps });
      return this.reshape(this.#turned(maps), value.shape);
    }
    if (isSameOrder(value.shape)) {
      const [channels, height, width] = value.shape;
      return this.reshape({ ...value, kind: "plain" }, [height, width, channels]);
    }
    return this.#turned(value);
  }

  #turned(value: Value & { readonly kind: "maps" }): Value & { readonly kind: "plain" } {
    return { kind: "plain", ...this.add("transpose", [value], { permutation: [1, 2, 0] }) };
  }

  /** Under another shape of Keras', of as many values: as maps where that has three axes. */
  reshape(value: Value & { readonly kind: "plain" }, shape: Shape) {
    if (value.shape.join() === shape.join()) return value;
    return { kind: "plain" as const, ...this.add("reshape", [value], { shape }) };
  }

  /** Values of three axes as the graph keeps them. */
  withMaps(value: Value & { readonly kind: "plain" }): Value {
    if (value.shape.length !== 3) return value;
    const [height = 1, width = 1, channels = 1] = value.shape;
    const shape: MapsShape = [channels, height, width];
    if (isSameOrder(shape)) return this.maps("reshape", [value], { shape });
    return this.maps("transpose", [value], { permutation: [2, 0, 1] });
  }

  /** @throws {UnsupportedError} that names the layer */
  unsupported(lack: string): never {
    const of = `(layer ${shorten(this.layer)})`;
    throw new UnsupportedError(this.file, [`${shorten(lack, 500)} ${of}`], EXPORT_TO_ONNX);
  }
}

/** Names of which each is given once: `a`, `a:2`, `a:3`. */
class Names {
  /** How often each was asked for. */
  readonly #counts = new Map<string, number>();

  fresh(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    // Something else may be called so.
    return count === 1 ? name : this.fresh(`${name}:${count}`);
  }
}

/** Number of values. */
export function countOf({ shape }: Value): number {
  return size(shape);
}
