import { floatFormatter, formatFloat, integerFormatter } from "./format-number.js";
import { requireTensor } from "./require-tensor.js";
import { size, type Tensor } from "./tensor.js";
import { dtypeOf, isFloat } from "./dtype.js";

const LINE_WIDTH = 75;

/** Those of `numpy.printoptions` that say when and how tensors are summarised. */
export interface PrintOptions {
  /** Elements beyond which a tensor is summarised (default: 1,000). */
  readonly threshold?: number;
  /** Entries at each end of each axis that are left then (default: 3). */
  readonly edgeItems?: number;
}

/**
 * A tensor as NumPy 2.4 prints it (`print(x)`, `str(x)`): 8 decimals, columns aligned, lines of 75
 * characters, more than 1,000 elements summarised unless told otherwise.
 */
export function format(t: Tensor, { threshold = 1000, edgeItems = 3 }: PrintOptions = {}): string {
  requireTensor("format", t);
  const dtype = dtypeOf(t.data);
  if (t.shape.length === 0) {
    const value = t.data[0]!;
    return isFloat(dtype) ? formatFloat(value, dtype) : String(value);
  }
  if (t.data.length === 0) return "[]";
  const summarise = t.data.length > threshold;
  const shown = summarise ? shownElements(t.data, t.shape, edgeItems) : Array.from(t.data);
  const number = isFloat(dtype) ? floatFormatter(shown, dtype) : integerFormatter(shown);

  const block = (axis: number, offset: number, indent: string, width: number): string => {
    const length = t.shape[axis]!;
    const stride = size(t.shape.slice(axis + 1));
    const isLast = axis === t.shape.length - 1;
    const indices = summarise ? shownIndices(length, edgeItems) : range(0, length);
    const items = indices.map((index) => {
      if (index === undefined) return "...";
      const at = offset + index * stride;
      return isLast ? number(t.data[at]!) : block(axis + 1, at, indent + " ", width - 1);
    });
    if (isLast) return `[${wrap(items, indent, width - 1)}]`;
    return `[${items.join("\n".repeat(t.shape.length - axis - 1) + indent)}]`;
  };
  return block(0, 0, " ", LINE_WIDTH);
}

/** Words joined by spaces, broken into lines of `width` that start with `indent`. */
function wrap(words: readonly string[], indent: string, width: number): string {
  let done = "";
  let line = indent;
  for (const [i, word] of words.entries()) {
    if (line.length + word.length > width && line.length > indent.length) {
      done += line.trimEnd() + "\n";
      line = indent;
    }
    line += i < words.length - 1 ? word + " " : word;
  }
  return (done + line).slice(indent.length);
}

function range(start: number, stop: number): number[] {
  return Array.from({ length: stop - start }, (_, i) => start + i);
}

/** `undefined` stands for what is left out. */
function shownIndices(length: number, edge: number): (number | undefined)[] {
  if (length <= 2 * edge) return range(0, length);
  return [...range(0, edge), undefined, ...range(length - edge, length)];
}

function shownElements(
  data: Tensor["data"],
  shape: readonly number[],
  edge: number,
  offset = 0,
): number[] {
  const [length, ...rest] = shape;
  if (length === undefined) return [data[offset]!];
  return shownIndices(length, edge)
    .filter((index) => index !== undefined)
    .flatMap((index) => shownElements(data, rest, edge, offset + index * size(rest)));
}
