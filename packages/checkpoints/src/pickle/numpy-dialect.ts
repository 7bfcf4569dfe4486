import { columnMajor, isShape, rowMajor, type Axis } from "@evalpool/arrays";
import { ByteArray, Callable, type Dialect, type Value } from "./dialect.js";
import { Dtype, NdArray, truth, type NumpyObject, type NumpyTuple } from "./numpy-objects.js";
import { PickleError } from "./pickle-error.js";
import { encodeLatin1, nameOf } from "./text.js";

const ndarray = new Callable<NumpyObject>("numpy.ndarray", () => {
  throw new PickleError("numpy.ndarray is called; expected _reconstruct to be");
});

/** `_reconstruct(ndarray, (0,), b"b")`: an empty array, for BUILD to fill. */
const reconstruct = new Callable<NumpyObject>("_reconstruct", (args: NumpyTuple): NdArray => {
  const [type, shape, code] = args;
  const isEmpty = Array.isArray(shape) && shape.length === 1 && shape[0] === 0;
  if (args.length !== 3 || type !== ndarray || !isEmpty || nameOf(code) !== "b") {
    throw new PickleError("expected _reconstruct of an empty numpy.ndarray");
  }
  return new NdArray();
});

/** `_frombuffer(buffer, dtype, shape, order, axis_order=None)`, of protocol 5. */
const fromBuffer = new Callable<NumpyObject>("_frombuffer", (args: NumpyTuple): NdArray => {
  const [buffer, type, shape, order, axisOrder] = args;
  const array = new NdArray();
  const bytes = buffer instanceof ByteArray ? buffer.bytes : buffer;
  array.fill(type, shape, bytes, (lengths) => {
    if (order === "C" && args.length === 4) return rowMajor(lengths);
    if (order === "F" && args.length === 4) return columnMajor(lengths);
    if (order === "K" && args.length === 5) return permute(rowMajor(lengths), axisOrder);
    throw new PickleError("expected an array in order C or F, or in K with the order of its axes");
  });
  return array;
});

/** `axes[order[0]], axes[order[1]], …` (`numpy.transpose`). */
function permute(axes: readonly Axis[], order: unknown): readonly Axis[] {
  const isOrder = isShape(order) && order.length === axes.length;
  const picked = isOrder ? order.map((i) => axes[i]) : [];
  const turned = new Set(picked.filter((axis) => axis !== undefined));
  if (!isOrder || turned.size < axes.length) {
    throw new PickleError("expected order K to name each axis once");
  }
  return [...turned];
}

/** `dtype(code, align, copy)`: a copy, for NumPy's own are not changed by BUILD. */
const dtype = new Callable<NumpyObject>("numpy.dtype", (args: NumpyTuple): Dtype => {
  const [code, align, copy] = args;
  const name = nameOf(code);
  const isCopy = args.length === 3 && truth(align) === false && truth(copy) === true;
  if (name === undefined || !isCopy) {
    throw new PickleError("expected numpy.dtype to copy the type of a code");
  }
  return new Dtype(name);
});

/** `_codecs.encode(text, "latin1")`: bytes in protocol 2, which has none. */
const encode = new Callable<NumpyObject>("_codecs.encode", (args: NumpyTuple): Uint8Array => {
  const [text, encoding] = args;
  const isLatin1 = args.length === 2 && encoding === "latin1" && typeof text === "string";
  const bytes = isLatin1 ? encodeLatin1(text) : undefined;
  if (bytes === undefined) throw new PickleError("expected _codecs.encode of latin1 text");
  return bytes;
});

/** `bytes()`: none, in protocol 2. */
const noBytes = new Callable<NumpyObject>("bytes", (args: NumpyTuple): Uint8Array => {
  if (args.length > 0) throw new PickleError("expected bytes() without arguments");
  return new Uint8Array();
});

function build(object: Value<NumpyObject>, state: Value<NumpyObject>): void {
  const isOwn = object instanceof NdArray || object instanceof Dtype;
  if (!isOwn || !Array.isArray(state)) {
    throw new PickleError("expected a tuple as the state of an array or a dtype");
  }
  object.setState(state);
}

/** A dict of NumPy arrays, as any version of NumPy writes it, with Python 2 or 3. */
export const numpyDialect: Dialect<NumpyObject> = {
  holds: "NumPy arrays in a plain dict",
  advice: 'save them alone in Python: numpy.savez("weights.npz", **arrays)',
  globals: new Map<string, Callable<NumpyObject>>([
    ["numpy:ndarray", ndarray],
    ["numpy:dtype", dtype],
    ["numpy.core.multiarray:_reconstruct", reconstruct],
    ["numpy._core.multiarray:_reconstruct", reconstruct],
    ["numpy.core.numeric:_frombuffer", fromBuffer],
    ["numpy._core.numeric:_frombuffer", fromBuffer],
    ["_codecs:encode", encode],
    ["__builtin__:bytes", noBytes],
    ["builtins:bytes", noBytes],
  ]),
  build,
};
