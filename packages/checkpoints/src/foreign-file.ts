import { CheckpointError } from "@evalpool/errors";
import { type FileKind, type FileKindId } from "@evalpool/files";

/** What can be done with a file that is no checkpoint of a kind that is read. */
const advice: Partial<Record<FileKindId, string>> = {
  keras: inPython('numpy.savez("weights.npz", **{w.path: w.numpy() for w in model.weights})'),
  savedModel: inPython(
    'numpy.savez("weights.npz", **{v.name: v.numpy() for v in model.variables})',
  ),
  onnx: inPython(
    'numpy.savez("weights.npz", ' +
      "**{t.name: onnx.numpy_helper.to_array(t) for t in onnx.load(FILE).graph.initializer})",
  ),
  oldPickle: inPython('pickle.dump(weights, open(FILE, "wb"), protocol=4)'),
  npy: "it holds one array without a name; save them all with numpy.savez",
  hdf5: "save its arrays by their names with numpy.savez",
  matlab: "save its arrays by their names with numpy.savez",
  csv: "save its arrays by their names with numpy.savez",
  json: "a network's description is its model, not its weights",
};

function inPython(code: string): string {
  return `convert it in Python: ${code}`;
}

/** The error for a file that is none of the kinds that are read: what it is, and what to do. */
export function foreignFile(
  kind: FileKind | undefined,
  bytes: Uint8Array,
  file: string,
): CheckpointError {
  const known = "safetensors, NPZ or a pickled dict of NumPy arrays (protocol 2 to 5)";
  const got = kind?.name ?? `a file that begins ${firstBytes(bytes)}`;
  const next = kind && (advice[kind.id] ?? kind.remedy);
  return new CheckpointError(
    file,
    [`expected ${known}, got ${got}`, ...(next ? [next] : [])].join("; "),
  );
}

function firstBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
