import { DataError } from "@evalpool/errors";

/** @throws {DataError} when a label is no class, which are 0 to `classes` - 1 */
export function requireLabels(
  labels: Uint8Array | Uint16Array,
  classes: number,
  file: string,
): void {
  const bad = labels.findIndex((label) => label >= classes);
  if (bad === -1) return;
  const expected = `expected labels 0 to ${classes - 1}`;
  if (areFromOne(labels, classes)) {
    throw new DataError(file, `${expected}, got 1 to ${classes}; --labels-from 1 says so`);
  }
  let highest = 0;
  for (const label of labels) highest = Math.max(highest, label);
  const advice = `the highest is ${highest}, which takes a model of ${highest + 1} classes`;
  throw new DataError(file, `${expected}, got ${labels[bad]} at index ${bad}; ${advice}`);
}

/** Whether each label is one more than it should be, as in some data sets. */
function areFromOne(labels: Uint8Array | Uint16Array, classes: number): boolean {
  const found = new Set(labels);
  const [lowest, highest] = [Math.min(...found), Math.max(...found)];
  return lowest === 1 && highest === classes && found.size === classes;
}
