import { countElements, rowMajor, type Axis } from "./axes.js";
import { formats, type ElementKind, type Elements, type ElementType } from "./element-type.js";
import { isLittleEndian } from "./little-endian.js";

/** An array as it lies in a file. */
export interface StoredArray<Kind extends ElementKind = ElementKind> {
  readonly bytes: Uint8Array;
  readonly type: ElementType<Kind>;
  readonly axes: readonly Axis[];
}

/** An array in memory, row-major. */
export interface DecodedArray<Kind extends ElementKind = ElementKind> {
  readonly data: Elements[Kind];
  readonly shape: readonly number[];
}

/**
 * An array in row-major order, its elements as `Elements` says; copied, so that its bytes may lie
 * anywhere.
 *
 * @param array one whose shape has no `shapeProblem`
 * @throws {RangeError} for an integer of 64 bits that numbers do not tell from its neighbours
 */
export function decodeArray<Kind extends ElementKind>({
  bytes,
  type,
  axes,
}: StoredArray<Kind>): DecodedArray<Kind> {
  const { kind, littleEndian } = type;
  const { bytes: width, Numbers, read, isPlain } = formats[kind];
  const shape = axes.map(({ length }) => length);
  // An axis of length 1 is never stepped along, whatever its stride.
  const walked = axes.filter(({ length }) => length !== 1);
  const isRowMajor = rowMajor(walked.map(({ length }) => length)).every(
    ({ stride }, axis) => stride === walked[axis]?.stride,
  );
  const done = (data: Elements[ElementKind]): DecodedArray<Kind> => {
    return { data: data as Elements[Kind], shape };
  };
  if (isPlain && isRowMajor && (width === 1 || littleEndian === isLittleEndian)) {
    // Not `slice`, which does not copy what is a Buffer.
    return done(new Numbers(new Uint8Array(bytes).buffer));
  }
  const length = countElements(shape);
  const data = new Numbers(length);
  // One axis may be of any length where another is of none.
  if (length === 0) return done(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let index = 0;
  walk(isRowMajor ? [{ length, stride: 1 }] : walked, 0, 0, (at) => {
    data[index++] = read(view, at * width, littleEndian);
  });
  return done(data);
}

/** Visits the place of each element in the order of its indices, from `axis` inwards. */
function walk(axes: readonly Axis[], axis: number, at: number, visit: (at: number) => void): void {
  const current = axes[axis];
  if (current === undefined) return visit(at);
  const { length, stride } = current;
  for (let i = 0; i < length; i++) walk(axes, axis + 1, at + i * stride, visit);
}
