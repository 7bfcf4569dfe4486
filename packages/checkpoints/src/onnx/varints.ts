/** How many varints bytes are: each ends with a byte below 128. */
export function countVarints(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) < 0x80) count++;
  return count;
}

/**
 * Varints, one after the other, of 64 bits; more of them, and bytes behind the last that ends, are
 * left out.
 *
 * @param isUnsigned whether the highest bit is no sign
 */
export function readVarints(bytes: Uint8Array, count: number, isUnsigned: boolean): Float64Array {
  const out = new Float64Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    let [low, shift] = [0, 0];
    let long = 0n;
    for (;;) {
      const byte = bytes[at++] ?? 0;
      if (shift < 49) low += (byte & 0x7f) * 2 ** shift;
      else if (shift < 64) long |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) break;
      shift += 7;
    }
    if (long === 0n) out[i] = low;
    else {
      const whole = long | BigInt(low);
      out[i] = Number(isUnsigned ? BigInt.asUintN(64, whole) : BigInt.asIntN(64, whole));
    }
  }
  return out;
}
