import { CheckpointError } from "@evalpool/errors";
import { expect, test } from "vitest";
import { readCheckpoint } from "./read-checkpoint.js";
import { npy1 } from "./testing/numpy-files.js";

const network = "it is a whole network with its weights: give it with --model FILE";
const image = "it is an image, and weights are wanted; images go into a data set, for --data";
const data = "it is of a data set, and weights are wanted; give that with --data";
const arrays = "save its arrays by their names with numpy.savez";

test.each<[name: string, content: string, advice?: string]>([
  ["an empty file", ""],
  ["an ONNX model", "\x08\x08\x12\x07pytorch", network],
  ["a Keras model", `PK\x03\x04${"\0".repeat(22)}\x0d\0\0\0metadata.json`, network],
  [
    "a TensorFlow SavedModel",
    "\x08\x01\x12\x04\x0a",
    'convert it in Python: numpy.savez("weights.npz", **{v.name: v.numpy() for v in model.variables})',
  ],
  [
    "a TensorFlow Lite model",
    "\0\0\0\0TFL3",
    "export the network that it was made of as ONNX, and give that with --model FILE",
  ],
  [
    "a pickle of protocol 0 or 1",
    "(dp0\n",
    'convert it in Python: pickle.dump(weights, open(FILE, "wb"), protocol=4)',
  ],
  [
    "an NPY file",
    String.fromCharCode(...npy1),
    "it holds one array without a name; save them all with numpy.savez",
  ],
  ["a MATLAB file", "MATLAB 5.0 MAT-file", arrays],
  ["a CSV file", "label,pixel0\n5,0\n", arrays],
  [
    "a JSON file",
    '{"id": "mlp"}',
    "a network's description is its model, not its weights: give it with --model FILE",
  ],
  ["an IDX file", "\0\0\x08\x03\0\0\0\x01", data],
  ["a Parquet file", "PAR1", data],
  ["an Arrow file", "ARROW1", data],
  ["a PNG image", "\x89PNG\r\n\x1a\n", image],
  ["a JPEG image", "\xff\xd8\xff", image],
  ["a GIF image", "GIF89a", image],
  ["a WebP image", "RIFF\0\0\0\0WEBP", image],
  ["a TIFF image", "II*\0", image],
  ["a BMP image", `BM${"\0".repeat(8)}`, image],
  ["a web page", "<html>", "download the file itself, not the page about it"],
  ["a gzip file", "\x1f\x8b", "decompress it first, with gunzip"],
  ["a GGUF model", "GGUF"],
  ["a file that begins 01 0a", "\x01\x0a"],
  ["a file that begins 01 02 03 04 05 06 07 08", "\x01\x02\x03\x04\x05\x06\x07\x08\x09"],
])("%s is refused with what it is and what to do", async (name, content, advice) => {
  const bytes = Uint8Array.from(content, (char) => char.charCodeAt(0));
  const error: unknown = await readCheckpoint(bytes, "w").catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(CheckpointError);
  const known = "weights as safetensors, a PyTorch state_dict, NPZ, HDF5 or pickled NumPy arrays";
  const told = advice === undefined ? "" : `; ${advice}`;
  expect(error).toHaveProperty("message", `w: expected ${known}, got ${name}${told}`);
});
