import { resolve, sep } from "node:path";

/**
 * What two files are called: their names without directories, or with as many as tell them apart,
 * as `old/net.onnx` and `new/net.onnx`.
 */
export function namesApart(a: string, b: string): readonly [a: string, b: string] {
  const [ofA, ofB] = [a, b].map((path) => resolve(path).split(sep)) as [string[], string[]];
  const longest = Math.max(ofA.length, ofB.length);
  for (let count = 1; count <= longest; count++) {
    const [nameA, nameB] = [ofA, ofB].map((parts) => parts.slice(-count).join("/")) as [string, string]; // prettier-ignore
    if (nameA !== nameB) return [nameA, nameB];
  }
  const name = ofA.at(-1) ?? "";
  return [name, name];
}
