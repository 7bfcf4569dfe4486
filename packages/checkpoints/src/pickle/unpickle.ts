import { ByteReader } from "./byte-reader.js";
import { build, findGlobal, reduce, type Global, type NumpyObject } from "./numpy-objects.js";
import { PickleError } from "./pickle-error.js";

/** Everything that a pickled dict of NumPy arrays is made of. */
export type Value =
  number | boolean | null | string | Uint8Array | Tuple | Map<string, Value> | Global | NumpyObject;

export type Tuple = readonly Value[];

const MARK = Symbol("mark");

/**
 * Reads a pickle of protocol 2 to 5 that holds a dict of NumPy arrays.
 *
 * A closed interpreter: it knows the opcodes that such a dict needs and refuses all others, the
 * globals that it knows are data here and name no function, and nothing in the file is ever
 * called. Sizes are checked against the bytes that are there before anything is allocated.
 * The format: CPython's `Lib/pickletools.py`.
 *
 * It is written here because the readers on npm build objects for whatever global a file names
 * and neither check sizes nor know NumPy's arrays, which are most of the work.
 *
 * @throws {PickleError}
 */
export function unpickle(bytes: Uint8Array): Value {
  return new Unpickler(bytes).run();
}

class Unpickler {
  readonly #reader: ByteReader;
  readonly #stack: (Value | typeof MARK)[] = [];
  readonly #memo = new Map<number, Value>();

  constructor(bytes: Uint8Array) {
    this.#reader = new ByteReader(bytes);
  }

  run(): Value {
    this.#requireProtocol();
    for (;;) {
      const at = this.#reader.position;
      const opcode = this.#reader.uint8();
      if (opcode === 0x2e) return this.#result();
      const execute = opcodes.get(opcode);
      if (execute === undefined) {
        const hex = opcode.toString(16).padStart(2, "0");
        throw new PickleError(
          `opcode 0x${hex} at byte ${at} is not one that a dict of NumPy arrays needs`,
        );
      }
      execute(this, this.#reader);
    }
  }

  push(value: Value): void {
    this.#stack.push(value);
  }

  mark(): void {
    this.#stack.push(MARK);
  }

  pop(): Value {
    const value = this.#stack.pop();
    if (value === undefined || value === MARK) throw new PickleError("the stack is empty");
    return value;
  }

  /** The last `count` values, in the order they were pushed. */
  popTuple(count: number): Tuple {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  popToMark(): Tuple {
    const at = this.#stack.lastIndexOf(MARK);
    if (at === -1) throw new PickleError("no mark on the stack");
    return this.#stack.splice(at).slice(1) as Value[];
  }

  top(): Value {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** Adds key, value, key, value, … to the dict that is now on top. */
  setItems(items: Tuple): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw new PickleError("expected a dict to set items of");
    for (let i = 0; i < items.length; i += 2) {
      const value = items[i + 1];
      if (value === undefined) throw new PickleError("a key without a value");
      dict.set(text(items[i]!), value);
    }
  }

  memoize(index = this.#memo.size): void {
    this.#memo.set(index, this.top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw new PickleError(`nothing was memoized as ${index}`);
    this.push(value);
  }

  #requireProtocol(): void {
    const isPickle = this.#reader.uint8() === 0x80;
    const protocol = isPickle ? this.#reader.uint8() : undefined;
    if (protocol === undefined || protocol < 2 || protocol > 5) {
      const got = protocol ?? "none";
      throw new PickleError(`expected a pickle of protocol 2 to 5, got protocol ${got}`);
    }
  }

  #result(): Value {
    const value = this.pop();
    if (this.#stack.length > 0) throw new PickleError("values are left on the stack");
    if (this.#reader.remaining > 0) {
      throw new PickleError(`${this.#reader.remaining} bytes behind the pickle's end`);
    }
    return value;
  }
}

type Execute = (machine: Unpickler, reader: ByteReader) => void;

/** Names as in `pickletools`. */
const opcodes: ReadonlyMap<number, Execute> = new Map<number, Execute>([
  [0x95 /* FRAME */, (_, r) => void r.uint64()],
  [0x28 /* MARK */, (m) => m.mark()],
  [0x4e /* NONE */, (m) => m.push(null)],
  [0x88 /* NEWTRUE */, (m) => m.push(true)],
  [0x89 /* NEWFALSE */, (m) => m.push(false)],
  [0x4b /* BININT1 */, (m, r) => m.push(r.uint8())],
  [0x4d /* BININT2 */, (m, r) => m.push(r.uint16())],
  [0x4a /* BININT */, (m, r) => m.push(r.int32())],
  [0x8a /* LONG1 */, (m, r) => m.push(long(r.bytes(r.uint8())))],
  [0x58 /* BINUNICODE */, (m, r) => m.push(utf8(r.bytes(r.uint32())))],
  [0x8c /* SHORT_BINUNICODE */, (m, r) => m.push(utf8(r.bytes(r.uint8())))],
  [0x8d /* BINUNICODE8 */, (m, r) => m.push(utf8(r.bytes(r.uint64())))],
  // Python 2's str, which is bytes and text alike.
  [0x54 /* BINSTRING */, (m, r) => m.push(r.bytes(r.uint32()))],
  [0x55 /* SHORT_BINSTRING */, (m, r) => m.push(r.bytes(r.uint8()))],
  [0x42 /* BINBYTES */, (m, r) => m.push(r.bytes(r.uint32()))],
  [0x43 /* SHORT_BINBYTES */, (m, r) => m.push(r.bytes(r.uint8()))],
  [0x8e /* BINBYTES8 */, (m, r) => m.push(r.bytes(r.uint64()))],
  [0x96 /* BYTEARRAY8 */, (m, r) => m.push(r.bytes(r.uint64()))],
  [0x29 /* EMPTY_TUPLE */, (m) => m.push([])],
  [0x85 /* TUPLE1 */, (m) => m.push(m.popTuple(1))],
  [0x86 /* TUPLE2 */, (m) => m.push(m.popTuple(2))],
  [0x87 /* TUPLE3 */, (m) => m.push(m.popTuple(3))],
  [0x74 /* TUPLE */, (m) => m.push(m.popToMark())],
  [0x7d /* EMPTY_DICT */, (m) => m.push(new Map())],
  [0x73 /* SETITEM */, (m) => m.setItems(m.popTuple(2))],
  [0x75 /* SETITEMS */, (m) => m.setItems(m.popToMark())],
  [0x71 /* BINPUT */, (m, r) => m.memoize(r.uint8())],
  [0x72 /* LONG_BINPUT */, (m, r) => m.memoize(r.uint32())],
  [0x94 /* MEMOIZE */, (m) => m.memoize()],
  [0x68 /* BINGET */, (m, r) => m.recall(r.uint8())],
  [0x6a /* LONG_BINGET */, (m, r) => m.recall(r.uint32())],
  [0x63 /* GLOBAL */, (m, r) => m.push(findGlobal(r.line(), r.line()))],
  [
    0x93 /* STACK_GLOBAL */,
    (m) => {
      const [module, name] = m.popTuple(2).map(text);
      m.push(findGlobal(module!, name!));
    },
  ],
  [
    0x52 /* REDUCE */,
    (m) => {
      const [callable, args] = m.popTuple(2);
      m.push(reduce(callable!, args!));
    },
  ],
  [
    0x62 /* BUILD */,
    (m) => {
      const state = m.pop();
      build(m.top(), state);
    },
  ],
]);

function text(value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  throw new PickleError("expected a name to be text");
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Little-endian two's complement, as Python writes long integers. */
function long(bytes: Uint8Array): number {
  const magnitude = bytes.reduceRight((value, byte) => value * 256 + byte, 0);
  const isNegative = (bytes.at(-1) ?? 0) > 127;
  return isNegative ? magnitude - 256 ** bytes.length : magnitude;
}
