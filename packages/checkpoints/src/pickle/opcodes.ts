import type { ByteReader } from "./byte-reader.js";
import { ByteArray, Float, List } from "./dialect.js";
import type { Machine } from "./machine.js";
import { PickleError } from "./pickle-error.js";
import { utf8 } from "./text.js";

export type Execute = <T extends object>(machine: Machine<T>, reader: ByteReader) => void;

/** Those that arrays and plain values need, by their codes; named as in `pickletools`. */
export const opcodes: ReadonlyMap<number, Execute> = new Map<number, Execute>([
  [0x95 /* FRAME */, (_, r) => r.frame(r.uint64())],
  [0x28 /* MARK */, (m) => m.mark()],
  [0x4e /* NONE */, (m) => m.push(null)],
  [0x88 /* NEWTRUE */, (m) => m.push(true)],
  [0x89 /* NEWFALSE */, (m) => m.push(false)],
  [0x4b /* BININT1 */, (m, r) => m.push(r.uint8())],
  [0x4d /* BININT2 */, (m, r) => m.push(r.uint16())],
  [0x4a /* BININT */, (m, r) => m.push(r.int32())],
  [0x8a /* LONG1 */, (m, r) => m.push(long(r.bytes(r.uint8())))],
  [0x47 /* BINFLOAT */, (m, r) => m.push(new Float(r.float64()))],
  [0x58 /* BINUNICODE */, (m, r) => m.push(utf8(r.bytes(r.uint32())))],
  [0x8c /* SHORT_BINUNICODE */, (m, r) => m.push(utf8(r.bytes(r.uint8())))],
  [0x8d /* BINUNICODE8 */, (m, r) => m.push(utf8(r.bytes(r.uint64())))],
  // Python 2's str, which is bytes and text alike.
  [0x54 /* BINSTRING */, (m, r) => m.push(r.bytes(r.uint32()))],
  [0x55 /* SHORT_BINSTRING */, (m, r) => m.push(r.bytes(r.uint8()))],
  [0x42 /* BINBYTES */, (m, r) => m.push(r.bytes(r.uint32()))],
  [0x43 /* SHORT_BINBYTES */, (m, r) => m.push(r.bytes(r.uint8()))],
  [0x8e /* BINBYTES8 */, (m, r) => m.push(r.bytes(r.uint64()))],
  [0x96 /* BYTEARRAY8 */, (m, r) => m.push(new ByteArray(r.bytes(r.uint64())))],
  [0x29 /* EMPTY_TUPLE */, (m) => m.push([])],
  [0x85 /* TUPLE1 */, (m) => m.push(m.popTuple(1))],
  [0x86 /* TUPLE2 */, (m) => m.push(m.popTuple(2))],
  [0x87 /* TUPLE3 */, (m) => m.push(m.popTuple(3))],
  [0x74 /* TUPLE */, (m) => m.push(m.popToMark())],
  [0x5d /* EMPTY_LIST */, (m) => m.push(new List())],
  [0x61 /* APPEND */, (m) => m.append(m.popTuple(1))],
  [0x65 /* APPENDS */, (m) => m.append(m.popToMark())],
  [0x7d /* EMPTY_DICT */, (m) => m.push(new Map())],
  [0x73 /* SETITEM */, (m) => m.setItems(m.popTuple(2))],
  [0x75 /* SETITEMS */, (m) => m.setItems(m.popToMark())],
  [0x71 /* BINPUT */, (m, r) => m.memoize(r.uint8())],
  [0x72 /* LONG_BINPUT */, (m, r) => m.memoize(r.uint32())],
  [0x94 /* MEMOIZE */, (m) => m.memoize()],
  [0x68 /* BINGET */, (m, r) => m.recall(r.uint8())],
  [0x6a /* LONG_BINGET */, (m, r) => m.recall(r.uint32())],
  [0x63 /* GLOBAL */, (m, r) => m.pushGlobal([utf8(r.line()), utf8(r.line())])],
  [0x93 /* STACK_GLOBAL */, (m) => m.pushGlobal(m.popTuple(2))],
  [0x51 /* BINPERSID */, (m) => m.pushPersistent()],
  [0x52 /* REDUCE */, (m) => m.call()],
  [0x81 /* NEWOBJ */, (m) => m.makeObject()],
  [0x62 /* BUILD */, (m) => m.build()],
]);

/** Little-endian two's complement, as Python writes integers beyond 32 bits. */
function long(bytes: Uint8Array): number {
  if (bytes.length > 8) throw new PickleError(`an integer of ${bytes.length} bytes`);
  const isNegative = (bytes.at(-1) ?? 0) > 127;
  const extended = new Uint8Array(8).fill(isNegative ? 0xff : 0);
  extended.set(bytes);
  return Number(new DataView(extended.buffer).getBigInt64(0, true));
}
