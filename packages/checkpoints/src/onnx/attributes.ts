import { CheckpointError, shorten } from "@evalpool/errors";
import type { Constant } from "./constant.js";
import type { AttributeProto, NodeProto, TensorProto } from "./onnx.generated.js";
import { Malformed, NotCovered } from "./signals.js";
import { toldNode } from "./told-node.js";

/** What a node says of itself, by name. */
export type Attributes = ReadonlyMap<string, Attribute>;

/** One value, of the kind that the file says. */
export type Attribute =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly number[] }
  | { readonly kind: "tensor"; readonly value: () => Constant }
  | { readonly kind: "strings" | "other"; readonly value: undefined };

/** By the numbers of `AttributeProto.AttributeType`; graphs and the like are none that is read. */
const kinds: ReadonlyMap<number, Attribute["kind"]> = new Map([
  [1, "float"],
  [2, "int"],
  [3, "string"],
  [4, "tensor"],
  [6, "floats"],
  [7, "ints"],
  [8, "strings"],
]);

/** @throws {CheckpointError} when one is given twice */
export function decodeAttributes(
  { attribute, opType: op, name, output: outputs }: NodeProto,
  file: string,
  readerOf: (tensor: TensorProto) => () => Constant,
): Attributes {
  const attributes = new Map<string, Attribute>();
  for (const proto of attribute) {
    if (attributes.has(proto.name)) {
      const at = toldNode({ op, name, outputs });
      throw new CheckpointError(file, `${at}: ${shorten(proto.name)} is given twice`);
    }
    attributes.set(proto.name, decodeAttribute(proto, readerOf));
  }
  return attributes;
}

function decodeAttribute(
  { type, f, i, s, t, floats, ints, refAttrName }: AttributeProto,
  readerOf: (tensor: TensorProto) => () => Constant,
): Attribute {
  const kind = refAttrName === "" ? kinds.get(type) : undefined;
  switch (kind) {
    case "float":
      return { kind, value: f };
    case "int":
      return { kind, value: Number(i) };
    case "string":
      return { kind, value: new TextDecoder().decode(s) };
    case "floats":
      return { kind, value: floats };
    case "ints":
      return { kind, value: ints.map(Number) };
    case "tensor":
      return t ? { kind, value: readerOf(t) } : { kind: "other", value: undefined };
    default:
      return { kind: kind ?? "other", value: undefined };
  }
}

/** A node's attributes as its operation asks for them; what it does not ask for is not covered. */
export class AttributeReader {
  readonly #asked = new Set<string>();

  constructor(private readonly attributes: Attributes) {}

  /** A finite number. */
  float(name: string, absent: number): number {
    const value = this.bound(name, absent);
    if (Number.isFinite(value)) return value;
    throw new Malformed(`expected attribute ${name} to be a finite number, got ${value}`);
  }

  /** A number that may be infinite. */
  bound(name: string, absent: number): number {
    return this.#get("float", name)?.value ?? absent;
  }

  int(name: string, absent: number): number {
    return this.#get("int", name)?.value ?? absent;
  }

  /** 0 or 1. */
  flag(name: string, absent: boolean): boolean {
    return this.int(name, Number(absent)) !== 0;
  }

  string(name: string, absent: string): string {
    return this.#get("string", name)?.value ?? absent;
  }

  ints(name: string): readonly number[] | undefined {
    return this.#get("ints", name)?.value;
  }

  floats(name: string): readonly number[] | undefined {
    return this.#get("floats", name)?.value;
  }

  tensor(name: string): Constant | undefined {
    return this.#get("tensor", name)?.value();
  }

  has(name: string): boolean {
    return this.attributes.has(name);
  }

  /** Marks attributes that say nothing of what evaluation gives. */
  ignore(...names: string[]): void {
    for (const name of names) this.#asked.add(name);
  }

  /** @throws {NotCovered} when one was not asked for */
  requireAllAsked(): void {
    const others = [...this.attributes.keys()].filter((name) => !this.#asked.has(name));
    if (others.length > 0) throw new NotCovered(`attribute ${shorten(others.join(", "))}`);
  }

  #get<K extends Attribute["kind"]>(
    kind: K,
    name: string,
  ): Extract<Attribute, { kind: K }> | undefined {
    this.#asked.add(name);
    const attribute = this.attributes.get(name);
    if (attribute === undefined) return undefined;
    if (isOfKind(attribute, kind)) return attribute;
    throw new Malformed(`expected attribute ${name} of kind ${kind}, got ${attribute.kind}`);
  }
}

function isOfKind<K extends Attribute["kind"]>(
  attribute: Attribute,
  kind: K,
): attribute is Extract<Attribute, { kind: K }> {
  return attribute.kind === kind;
}
