import { readdirSync } from "node:fs";

/** Names that a directory is looked through for. */
const MOST_NAMES = 1000;

/** Files that a folder of a network is given for, the likeliest first. */
const wanted = [
  /^model\.safetensors$/,
  /\.safetensors$/,
  /\.keras$/,
  /^model\.json$/,
  /\.onnx$/,
  /^pytorch_model\.bin$/,
  /\.(?:pt|pth|h5|npz|pkl)$/,
];

/**
 * What a directory is, as it stands in a sentence: one of TensorFlow's, or which file in it is most
 * likely meant where a network or weights are.
 */
export function directoryKind(path: string): string {
  const names = namesIn(path);
  if (names.includes("saved_model.pb")) return "a TensorFlow SavedModel, a directory";
  const meant = wanted.map((pattern) => names.find((name) => pattern.test(name)));
  const [file] = meant.filter((name) => name !== undefined);
  return file === undefined ? "a directory" : `a directory; give the file in it, as ${file}`;
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path).sort().slice(0, MOST_NAMES);
  } catch {
    // What may not be looked into is a directory all the same.
    return [];
  }
}
