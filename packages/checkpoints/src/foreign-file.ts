import { CheckpointError } from "@evalpool/errors";
import { type FileKind, type FileKindId } from "@evalpool/files";

const NETWORK = "it is a whole network with its weights: give it with --model FILE";
const ARRAYS = "save its arrays by their names with numpy.savez";
const IMAGE = "it is an image, and weights are wanted; images go into a data set, for --data";
const DATA = "it is of a data set, and weights are wanted; give that with --data";

/** What can be done with a file that is no checkpoint of a kind that is read. */
const advice: Partial<Record<FileKindId, string>> = {
  onnx: NETWORK,
  keras: NETWORK,
  savedModel: inPython(
    'numpy.savez("weights.npz", **{v.name: v.numpy() for v in model.variables})',
  ),
  tflite: "export the network that it was made of as ONNX, and give that with --model FILE",
  oldPickle: inPython('pickle.dump(weights, open(FILE, "wb"), protocol=4)'),
  npy: "it holds one array without a name; save them all with numpy.savez",
  matlab: ARRAYS,
  csv: ARRAYS,
  json: "a network's description is its model, not its weights: give it with --model FILE",
  idx: DATA,
  parquet: DATA,
  arrow: DATA,
  png: IMAGE,
  jpeg: IMAGE,
  gif: IMAGE,
  webp: IMAGE,
  tiff: IMAGE,
  bmp: IMAGE,
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
  const known = "weights as safetensors, a PyTorch state_dict, NPZ, HDF5 or pickled NumPy arrays";
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
