import type { ImageFormat, IndexedSource } from "@evalpool/data";
import { ints } from "./terminal/ints.js";
import { formatInteger } from "./terminal/numbers.js";

/** Classes that are listed one by one. */
const MOST_LISTED = 100;

/** What is known of a split without its images: where from, shapes, type, labels, classes, digest. */
export function describeSource(source: IndexedSource): string[] {
  const { name, split, kind, count, format, labels, digest } = source;
  const [first, last] = [Int32Array.from(labels.slice(0, 3)), Int32Array.from(labels.slice(-3))];
  return [
    `${name} ${split}`,
    ...(kind === undefined ? [] : [`  kind    ${kind}`]),
    `  images  ${format ? shapeOf(format, count) : `${formatInteger(count)}, of several sizes or numbers of channels`}`,
    ...(format ? [`  pixels  ${typeOf(format)}`] : []),
    `  labels  (${count},), first ${ints(first)}, last ${ints(last)}`,
    ...classesOf(source),
    ...(digest.all === "" ? [] : [`  sha256  ${digest.all}`]),
  ];
}

function shapeOf(format: ImageFormat, count: number): string {
  const { channels, height, width, layout } = format;
  const image = layout === "CHW" ? [channels, height, width] : [height, width, channels];
  const shape = channels === 1 ? [height, width] : image;
  return `(${[count, ...shape].join()}), flattened (${count},${channels * height * width})`;
}

function typeOf({ channels, element, white, isTransposed }: ImageFormat): string {
  const colours: Partial<Record<number, string>> = { 1: "gray", 3: "three channels" };
  const range =
    element === "uint8" ? "0 to 255" : white === undefined ? "of any range" : "from 0 to 1";
  return [
    `${element} ${range}`,
    colours[channels] ?? `${channels} channels`,
    ...(isTransposed ? ["stored by column, turned upright when read"] : []),
  ].join(", ");
}

/** Images of each class, by its name where it has one. */
function classesOf({ labels, classNames }: IndexedSource): string[] {
  const counts = countLabels(labels, classNames?.length ?? 0);
  if (classNames === undefined) return [`  counts  ${ints(counts)}`];
  const listed = classNames.slice(0, MOST_LISTED);
  const width = String(listed.length - 1).length;
  const more = classNames.length - listed.length;
  return [
    `  classes ${classNames.length}`,
    ...listed.map(
      (name, label) =>
        `  ${String(label).padStart(width + 2)}  ${formatInteger(counts[label] ?? 0).padStart(6)}  ${name}`,
    ),
    ...(more > 0 ? [`    and ${formatInteger(more)} more`] : []),
  ];
}

/** Images of each label; 0 for classes that have none. */
function countLabels(labels: IndexedSource["labels"], classes: number): Int32Array {
  let most = classes - 1;
  for (const label of labels) most = Math.max(most, label);
  const counts = new Int32Array(most + 1);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
