import { SpecError } from "@evalpool/errors";
import { fileKind } from "@evalpool/files";
import { bind, parseSpec } from "@evalpool/models";
import { choosePreprocess } from "./choose-preprocess.js";
import { describeNetwork } from "./describe-network.js";
import type { FileModel, FileNetwork, FileNetworkOptions } from "./file-network.js";
import type { NetworkReader } from "./network-file.js";
import { networkReader, tfjsReader } from "./network-readers.js";
import { requireNetworkOptions } from "./network-options.js";
import { noNetwork } from "./no-network.js";
import { requireBytes } from "./require-bytes.js";

/**
 * The network that a file describes, as a spec, or holds with its weights: ONNX, Keras,
 * TensorFlow.js, or what `writeNetwork` gives. Its content tells which, and where that does not, its
 * name. Nothing in it is ever run.
 *
 * @param bytes up to `largestNetwork(file)` of them are expected
 * @param file its name or path, for messages and the network's id
 * @throws {SpecError | CheckpointError} when it is none of these, or damaged
 * @throws {UnsupportedError} when it has operations that are not known
 * @throws {UsageError} when an output is chosen and it is a spec
 */
export async function readNetwork(
  bytes: Uint8Array,
  file: string,
  options: FileNetworkOptions = {},
): Promise<FileNetwork> {
  requireBytes("readNetwork", bytes, file);
  requireNetworkOptions("readNetwork", options);
  const isJson = file.endsWith(".json") || fileKind(bytes)?.id === "json";
  const json = isJson ? parseJson(bytes, file) : undefined;
  const read = await (json === undefined ? networkReader(bytes, file) : tfjsReader(json));
  if (read !== undefined) return readWith(read, bytes, file, options);
  if (json === undefined) throw await noNetwork(bytes, file);
  return describeNetwork(parseSpec(json, file), options);
}

async function readWith(
  read: NetworkReader,
  bytes: Uint8Array,
  file: string,
  { output, preprocess: asked, beside }: FileNetworkOptions,
): Promise<FileModel> {
  const found = await read(bytes, file, { output, beside });
  const { parameters, skipped = [], saysPreprocess = false } = found;
  const bound = bind(found.graph, parameters, file, skipped);
  const { graph, source } = choosePreprocess(bound, saysPreprocess, asked);
  const isWhole = skipped.length === 0;
  return { ...bound, graph, preprocessSource: source, ...(!isWhole && { skipped }) };
}

function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    const kind = fileKind(bytes);
    const isText = kind && ["json", "csv", "text"].includes(kind.id);
    const reason = kind && !isText ? `, got ${kind.name}` : `: ${(cause as Error).message}`;
    throw new SpecError(file, [`expected JSON${reason}`], { cause });
  }
}
