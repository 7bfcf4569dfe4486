import { fromBinary } from "@bufbuild/protobuf";
import { CheckpointError, shorten, UnsupportedError } from "@evalpool/errors";
import { ON_ONNXRUNTIME } from "./on-onnxruntime.js";
import type { ReadNetworkOptions } from "../network-file.js";
import { decodeAttributes, type Attributes } from "./attributes.js";
import type { Constant } from "./constant.js";
import { nameOfType, tensorReader } from "./decode-tensor.js";
import { readExternalData } from "./external-data.js";
import {
  ModelProtoSchema,
  type GraphProto,
  type ModelProto,
  type TensorProto,
  type ValueInfoProto,
} from "./onnx.generated.js";
import { scanWire } from "./scan-wire.js";
import { NotCovered } from "./signals.js";

/** Of a file: constants and what only works out shapes are among them. */
const MOST_NODES = 50_000;
/** Opsets that are known, and the newest version of the file's format. */
export const OPSETS = { oldest: 6, newest: 28 };
const NEWEST_IR = 14;

/** An ONNX file, with its weights still as they lie in it. */
export interface OnnxModel {
  readonly file: string;
  readonly irVersion: number;
  readonly opset: number;
  readonly producer: string;
  readonly nodes: readonly OnnxNode[];
  /** Initializers by name: called, they are decoded. */
  readonly initializers: ReadonlyMap<string, () => Constant>;
  /** What must be given: inputs without an initializer. */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly op: string;
  /** "" for the standard's own operations. */
  readonly domain: string;
  readonly name: string;
  /** "" where one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
  /** Whether it stands here for several of the file's nodes, in whatever opset. */
  readonly isMade?: true;
}

export interface OnnxValue {
  readonly name: string;
  /** As NumPy calls it. */
  readonly type: string;
  /** Undefined where an axis has any length; undefined altogether where nothing is said. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/**
 * Decodes a file, and fetches what lies beside it.
 *
 * @throws {CheckpointError} when it is no ONNX file, or damaged
 * @throws {UnsupportedError} when it is of a version, or has parts, that are not known
 */
export async function decodeModel(
  bytes: Uint8Array,
  file: string,
  beside?: ReadNetworkOptions["beside"],
): Promise<OnnxModel> {
  const model = decodeProto(bytes, file);
  const graph = model.graph ?? missingGraph(file);
  requireNodes(graph, file);
  const tensors = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  const external = await readExternalData([...graph.initializer, ...tensors], file, beside);
  const readerOf = (tensor: TensorProto): (() => Constant) => {
    const read = tensorReader(tensor, file, external.get(tensor));
    if (read) return once(read);
    return () => {
      throw new NotCovered(`values of ${nameOfType(tensor.dataType)} in ${shorten(tensor.name)}`);
    };
  };
  const nodes = graph.node.map((node): OnnxNode => {
    const { opType: op, name, input: inputs, output: outputs } = node;
    const domain = node.domain === "ai.onnx" ? "" : node.domain;
    const attributes = decodeAttributes(node, file, readerOf);
    return { op, domain, name, inputs, outputs, attributes };
  });
  const initializers = new Map<string, () => Constant>();
  for (const tensor of graph.initializer) {
    if (initializers.has(tensor.name)) {
      throw new CheckpointError(file, `the initializer ${shorten(tensor.name)} is given twice`);
    }
    initializers.set(tensor.name, readerOf(tensor));
  }
  const inputs = valuesOf(graph.input).filter(({ name }) => !initializers.has(name));
  return {
    file,
    ...versionsOf(model, file),
    nodes,
    initializers,
    inputs,
    outputs: valuesOf(graph.output),
  };
}

/** The message as it is. @throws {CheckpointError} when bytes are none */
export function decodeProto(bytes: Uint8Array, file: string): ModelProto {
  scanWire(bytes, ModelProtoSchema, file);
  try {
    const model = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
    // Every version of the format has a number; of other bytes hardly any do.
    if (model.irVersion > 0n) return model;
  } catch (cause) {
    const reason = `not a valid ONNX file: ${shorten((cause as Error).message)}`;
    throw new CheckpointError(file, reason, { cause });
  }
  throw new CheckpointError(file, "not a valid ONNX file: there is no IR version in it");
}

/** Versions of what a file says of itself. @throws {CheckpointError | UnsupportedError} */
function versionsOf(
  model: ModelProto,
  file: string,
): Pick<OnnxModel, "irVersion" | "opset" | "producer"> {
  const { irVersion, graph, functions } = model;
  const ir = Number(irVersion);
  const { opset, producer } = producerOf(model);
  const { oldest, newest } = OPSETS;
  const lacks = [
    ...(ir > NEWEST_IR ? [`IR version ${ir}, expected up to ${NEWEST_IR}`] : []),
    ...(opset >= oldest && opset <= newest ? [] : [toldOpset(opset, ir)]),
    ...functions.map(({ name }) => `function ${shorten(name)} of the model's own`),
    ...(graph?.sparseInitializer ?? []).map(
      ({ values }) => `sparse initializer ${shorten(values?.name ?? "")}`,
    ),
  ];
  if (lacks.length > 0) throw new UnsupportedError(file, lacks, ON_ONNXRUNTIME);
  return { irVersion: ir, opset, producer };
}

/** Who wrote a file, and for which opset of the standard's own operations; 0 where that is not said. */
export function producerOf({
  opsetImport,
  producerName,
  producerVersion,
}: ModelProto): Pick<OnnxModel, "opset" | "producer"> {
  const own = opsetImport.find(({ domain }) => domain === "" || domain === "ai.onnx");
  const producer = [producerName, producerVersion].filter((text) => text !== "").join(" ");
  return { opset: Number(own?.version ?? 0), producer };
}

function toldOpset(opset: number, ir: number): string {
  const { oldest, newest } = OPSETS;
  const got = opset === 0 ? "none" : String(opset);
  return `expected an opset from ${oldest} to ${newest}, got ${got} (IR version ${ir})`;
}

function requireNodes(graph: GraphProto, file: string): void {
  const got = graph.node.length;
  if (got <= MOST_NODES) return;
  const [most, found] = [MOST_NODES, got].map((n) => n.toLocaleString("en-US"));
  throw new CheckpointError(file, `expected at most ${most} nodes, got ${found}`);
}

function missingGraph(file: string): never {
  throw new CheckpointError(file, "not a valid ONNX file: there is no graph in it");
}

/** Inputs or outputs. Of other types than tensors, no shape is known. */
export function valuesOf(values: readonly ValueInfoProto[]): OnnxValue[] {
  return values.map(({ name, type }) => {
    const tensor = type?.tensorType;
    // Exporters write 0 or -1 where an axis has any length.
    const lengths = tensor?.shape?.dim.map(({ dimValue }) => Number(dimValue));
    const shape = lengths?.map((length) => (length > 0 ? length : undefined));
    return { name, type: tensor ? nameOfType(tensor.elemType) : "no tensor", shape };
  });
}

function once(read: () => Constant): () => Constant {
  let constant: Constant | undefined;
  return () => (constant ??= read());
}
