import { ByteReader } from "./byte-reader.js";
import type { Dialect, Value } from "./dialect.js";
import { Machine } from "./machine.js";
import { opcodes } from "./opcodes.js";
import { PickleError } from "./pickle-error.js";

/**
 * Opcodes that are carried out: what bounds the objects, the stack and the memo, for each opcode
 * makes one entry of them at most. An array takes about 30.
 */
const MOST_STEPS = 1_000_000;

const STOP = 0x2e;

/**
 * Reads a pickle of protocol 2 to 5.
 *
 * A closed interpreter: it knows the opcodes that arrays and plain values need and refuses all
 * others, the globals that a file may name are those of the dialect, which are ours and data, and
 * nothing in the file is ever called. Sizes are checked against the bytes that are there before
 * anything is allocated. The format: CPython's `Lib/pickletools.py`.
 *
 * It is written here because the readers on npm build objects for whatever global a file names
 * and neither check sizes nor know NumPy's arrays, which are most of the work.
 *
 * @throws {PickleError}
 */
export function unpickle<T extends object>(bytes: Uint8Array, dialect: Dialect<T>): Value<T> {
  const { value, length } = unpickleFirst(bytes, dialect);
  const behind = bytes.length - length;
  if (behind > 0) throw new PickleError(`${behind} bytes behind its end`);
  return value;
}

/** As `unpickle`, of a pickle that more may follow: its value, and how many bytes it takes. */
export function unpickleFirst<T extends object>(
  bytes: Uint8Array,
  dialect: Dialect<T>,
): { readonly value: Value<T>; readonly length: number } {
  const reader = new ByteReader(bytes);
  const machine = new Machine(dialect, bytes.length);
  requireProtocol(reader);
  for (let step = 0; step < MOST_STEPS; step++) {
    const at = reader.position;
    const opcode = reader.uint8();
    if (opcode === STOP) return { value: machine.result(), length: reader.position };
    const execute = opcodes.get(opcode);
    if (execute === undefined) {
      const hex = opcode.toString(16).padStart(2, "0");
      throw new PickleError(`opcode 0x${hex} at byte ${at} is not one that ${dialect.holds} need`);
    }
    execute(machine, reader);
  }
  throw new PickleError(
    `made of more than ${MOST_STEPS} values and steps; ${dialect.holds} need few`,
  );
}

function requireProtocol(reader: ByteReader): void {
  const protocol = reader.uint8() === 0x80 ? reader.uint8() : "none";
  if (protocol === "none" || protocol < 2 || protocol > 5) {
    throw new PickleError(`expected a pickle of protocol 2 to 5, got protocol ${protocol}`);
  }
}
