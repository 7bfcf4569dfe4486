import { findDuplicateKey } from "@evalpool/arrays";
import { check, CheckpointError, listProblems, shorten } from "@evalpool/errors";
import { parseSpec, type Graph } from "@evalpool/models";
import { fileKind } from "@evalpool/files";
import type { NetworkInFile, NetworkReader } from "../network-file.js";
import { readSafetensors } from "../safetensors.js";
import { GRAPH, nativeFormSchema, VERSION } from "./native-form.js";

/** Whether a file is safetensors with a network in its notes; `readNative` says what is wrong with it. */
export function hasGraph(bytes: Uint8Array): boolean {
  if (fileKind(bytes)?.id !== "safetensors") return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(0, true);
  return new TextDecoder().decode(bytes.subarray(8, end)).includes(`"${GRAPH}"`);
}

/**
 * Reads a network and its weights from the project's own form, as `writeNetwork` writes it. Nothing
 * in it is trusted: the network is checked as a spec is.
 *
 * @throws {CheckpointError | SpecError}
 */
export const readNative: NetworkReader = (bytes, file): NetworkInFile => {
  const { parameters, skipped, notes } = readSafetensors(bytes, file);
  const note = notes.get(GRAPH);
  if (note === undefined) {
    const advice = "describe the network in a spec, and give these with --weights FILE";
    throw new CheckpointError(
      file,
      `expected a network in its notes, got weights alone; ${advice}`,
    );
  }
  return { graph: readGraph(note, file), parameters, saysPreprocess: true, skipped };
};

function readGraph(note: string, file: string): Graph {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new CheckpointError(file, `${GRAPH}: ${reason}`, { cause });
  };
  const value = parseJson(note, refuse);
  const { version } = Object(value) as { readonly version?: unknown };
  if (typeof version === "number" && version > VERSION) {
    refuse(`expected version ${VERSION}, got ${version}; a newer evalpool wrote it`);
  }
  const checked = check(nativeFormSchema(), value);
  if ("problems" in checked) {
    return refuse(listProblems(checked.problems.map((problem) => shorten(problem))));
  }
  const { spec, classNames } = checked.value;
  return { ...parseSpec(spec, file), ...(classNames && { classNames }) };
}

function parseJson(note: string, refuse: (reason: string, cause?: unknown) => never): unknown {
  let value: unknown;
  try {
    value = JSON.parse(note);
  } catch (cause) {
    return refuse(`expected JSON: ${shorten((cause as Error).message)}`, cause);
  }
  const duplicate = findDuplicateKey(note);
  if (duplicate !== undefined) refuse(`the name ${shorten(duplicate.key)} is given twice`);
  return value;
}
