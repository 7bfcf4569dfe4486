import { PickleError } from "./pickle-error.js";

/** Of a name in bytes: as they may be decoded each time they are used, long ones would cost. */
const LONGEST_NAME = 1000;

/** @throws {PickleError} where the bytes are not UTF-8, or more than a string can hold */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PickleError("text that is not UTF-8, or too long", { cause });
  }
}

/** A name as text; Python 2 writes it as bytes, of which ASCII alone is the same in each encoding. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!(value instanceof Uint8Array) || value.length > LONGEST_NAME) return undefined;
  return value.every((byte) => byte < 0x80) ? utf8(value) : undefined;
}

/** The bytes that Python's `text.encode("latin1")` gives; `undefined` where it gives an error. */
export function encodeLatin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}
