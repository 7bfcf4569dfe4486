import { printable } from "@evalpool/errors";
import { likeliest } from "./likeliest.js";
import type { Reading } from "./reading.js";
import { bar } from "../terminal/bar.js";
import { cutTo, fillStart, widest } from "../terminal/columns.js";
import { formatInteger } from "../terminal/numbers.js";
import type { Paint } from "../terminal/paint.js";
import type { Line } from "../terminal/tell.js";

/** Columns of a class's name, at most, and of its bar. */
const [NAME, BAR] = [24, 40];
/** Columns beside those two: what a row is of, and its probability. */
const REST = 21;

/** Columns of the heading beside the names and the index, and what names have at least. */
const [HEADING, LEAST] = [40, 8];

/** What an image is and is read as: `image 8: label 5, read as 6 (0.7312), wrong`. */
export function headingOf(reading: Reading, columns: number, paint: Paint): Line {
  const { index, label, prediction, probabilities } = reading;
  const room = Math.floor((columns - HEADING - String(index).length) / 2);
  const names = reading.names({ cut: (name) => cutTo(name, Math.max(LEAST, room)) });
  const probability = (probabilities[prediction] ?? NaN).toFixed(4);
  const told = label === prediction ? paint("better", "right") : paint("worse", "wrong");
  const readAs = `read as ${names[prediction] ?? prediction} (${probability})`;
  const heading = `image ${index}: label ${names[label] ?? label}, ${readAs}`;
  return { drawn: `${printable(heading)}, ${told}` };
}

/** A row for each class that is shown: its name, its probability, a bar of that. */
export function probabilityLines(reading: Reading, columns: number, paint: Paint): Line[] {
  const { label, prediction, probabilities } = reading;
  const shown = likeliest(reading);
  const names = reading.names({ cut: (name) => cutTo(name, NAME) });
  const titles = shown.map((each) => names[each] ?? String(each));
  const width = widest(titles);
  const room = Math.max(4, Math.min(BAR, columns - REST - width));
  const rows = shown.map((each, i): Line => {
    const role = each === label ? "label" : each === prediction ? "read as" : "";
    const probability = probabilities[each] ?? NaN;
    const name = fillStart(titles[i] ?? "", width);
    const row = `  ${role.padEnd(7)}  ${name}  ${probability.toFixed(4)}`;
    const line = `${row}  ${bar(probability, room)}`.trimEnd();
    if (role === "") return line;
    return { drawn: paint(each === label ? "better" : "worse", printable(line)) };
  });
  const others = probabilities.length - shown.length;
  if (others === 0) return rows;
  const left = 1 - shown.reduce((sum, each) => sum + (probabilities[each] ?? 0), 0);
  const more = `and ${formatInteger(others)} others: ${Math.max(0, left).toFixed(4)} together`;
  return [...rows, `  ${more}`];
}
