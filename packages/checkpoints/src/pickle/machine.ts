import { shorten } from "@evalpool/errors";
import { Callable, List, type Dialect, type Tuple, type Value } from "./dialect.js";
import { PickleError } from "./pickle-error.js";
import { nameOf } from "./text.js";

const MARK = Symbol("mark");

/** The stack and the memo that a pickle's opcodes work on. */
export class Machine<T extends object> {
  readonly #dialect: Dialect<T>;
  readonly #size: number;
  readonly #stack: (Value<T> | typeof MARK)[] = [];
  readonly #memo = new Map<number, Value<T>>();
  /** Bytes, and items of dicts, that calls have made. */
  #made = 0;

  /** @param size the pickle's, in bytes */
  constructor(dialect: Dialect<T>, size: number) {
    this.#dialect = dialect;
    this.#size = size;
  }

  push(value: Value<T>): void {
    this.#stack.push(value);
  }

  mark(): void {
    this.#stack.push(MARK);
  }

  pop(): Value<T> {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw new PickleError("the stack is empty");
    return value;
  }

  top(): Value<T> {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** The last `count` values, in the order they were pushed. */
  popTuple(count: number): Tuple<T> {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  popToMark(): Tuple<T> {
    const at = this.#stack.lastIndexOf(MARK);
    if (at === -1) throw new PickleError("no mark on the stack");
    return this.#stack.splice(at).slice(1) as Value<T>[];
  }

  /** What is left at the end: the pickle's value, alone. */
  result(): Value<T> {
    const value = this.pop();
    if (this.#stack.length > 0) throw new PickleError("values are left on the stack");
    return value;
  }

  memoize(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw new PickleError(`nothing was memoized as ${index}`);
    this.push(value);
  }

  /** Adds key, value, key, value, … to the dict that is now on top. */
  setItems(items: Tuple<T>): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw new PickleError("expected a dict to set items of");
    for (let i = 0; i < items.length; i += 2) {
      const [key, value] = items.slice(i, i + 2);
      const { keyOf = nameOf } = this.#dialect;
      const name = key === undefined ? undefined : keyOf(key);
      if (name === undefined) throw new PickleError("expected the keys of a dict to be text");
      if (value === undefined) throw new PickleError("a key without a value");
      if (dict.has(name)) throw new PickleError(`the key ${shorten(name)} is given twice`);
      dict.set(name, value);
    }
  }

  /** Adds to the list that is now on top. */
  append(items: Tuple<T>): void {
    const list = this.top();
    if (!(list instanceof List)) throw new PickleError("expected a list to append to");
    for (const item of items) list.items.push(item);
  }

  /** @throws {PickleError} for a name that the dialect does not know: it is never looked up */
  pushGlobal([module, name]: Tuple<T>): void {
    if (typeof module !== "string" || typeof name !== "string") {
      throw new PickleError("expected the names of a global to be text");
    }
    const found = this.#dialect.globals.get(`${module}:${name}`);
    if (found === undefined) {
      const { holds, advice } = this.#dialect;
      const global = `names the global ${shorten(`${module}.${name}`)}`;
      const next = advice === undefined ? "" : `; ${advice}`;
      throw new PickleError(`${global}; expected ${holds} alone, and no code is run${next}`);
    }
    this.push(found);
  }

  /** NEWOBJ: `class.__new__(class, *args)`. */
  makeObject(): void {
    const [callable, args] = this.popTuple(2);
    if (!(callable instanceof Callable) || !callable.isClass || args === undefined) {
      throw new PickleError("expected a class and its arguments");
    }
    this.push(callable);
    this.push(args);
    this.call();
  }

  /** REDUCE: `callable(*args)`. What calls make is bounded by the file that asks for it. */
  call(): void {
    const [callable, args] = this.popTuple(2);
    if (!(callable instanceof Callable) || !Array.isArray(args)) {
      throw new PickleError("expected a callable and its arguments");
    }
    const value = callable.call(args);
    if (value instanceof Uint8Array) this.#made += value.length;
    if (value instanceof Map) this.#made += value.size;
    if (this.#made > this.#size) throw new PickleError("makes more bytes than the file holds");
    this.push(value);
  }

  build(): void {
    const state = this.pop();
    this.#dialect.build(this.top(), state);
  }

  pushPersistent(): void {
    const { persistent, holds } = this.#dialect;
    if (persistent === undefined) {
      throw new PickleError(`keeps values beside the pickle; expected ${holds} alone`);
    }
    this.push(persistent(this.pop()));
  }
}
