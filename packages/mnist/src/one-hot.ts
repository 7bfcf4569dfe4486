/** Labels `[N]` as rows `[N, classes]` that are 1 at the label and 0 elsewhere. */
export function oneHot(
  labels: Uint8Array,
  classes: number,
): { data: Float32Array; shape: [number, number] } {
  const data = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => (data[i * classes + label] = 1));
  return { data, shape: [labels.length, classes] };
}
