/** What a pickle is made of: plain values of Python, and a dialect's own objects, `T`. */
export type Value<T> =
  | number // an integer
  | Float
  | boolean
  | null
  | string
  | Uint8Array
  | ByteArray
  | Tuple<T>
  | List<T>
  | Map<string, Value<T>>
  | Callable<T>
  | T;

export type Tuple<T> = readonly Value<T>[];

export class List<T> {
  readonly items: Value<T>[] = [];
}

/** Python tells 2.0 from 2; JavaScript does not. */
export class Float {
  constructor(readonly value: number) {}
}

/** Bytes that Python can change, which it does not take wherever it takes `bytes`. */
export class ByteArray {
  constructor(readonly bytes: Uint8Array) {}
}

/** What a file may name and call. It is our own: no code of the file's is ever looked up or run. */
export class Callable<T> {
  /**
   * @param call what `name(*args)` gives; throws a `PickleError` for other arguments than its own
   * @param isClass whether `name.__new__(name, *args)` gives the same
   */
  constructor(
    readonly name: string,
    readonly call: (args: Tuple<T>) => Value<T>,
    readonly isClass = false,
  ) {}
}

/** What the pickles of one kind hold beyond plain values, as NumPy's arrays. */
export interface Dialect<T> {
  /** What its files are expected to hold, as it stands in a sentence. */
  readonly holds: string;
  /** All that a file may name, as `module:name`. */
  readonly globals: ReadonlyMap<string, Value<T>>;
  /** What to do with a file that names others. */
  readonly advice?: string;
  /** A key of a dict as text; `undefined` for one that is not taken (default: text alone is). */
  readonly keyOf?: (key: Value<T>) => string | undefined;
  /** BUILD: `object.__setstate__(state)`. @throws {PickleError} */
  readonly build: (object: Value<T>, state: Value<T>) => void;
  /** BINPERSID: what is kept beside the pickle under an id. @throws {PickleError} */
  readonly persistent?: (id: Value<T>) => Value<T>;
}
