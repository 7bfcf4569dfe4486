import { hasAvx2 } from "./has-avx2.js";
import { setV8Flag } from "./v8-flags.js";

/** Versions of Node.js whose V8 was seen to pair vectors; others complain of an unknown flag. */
const OLDEST = 24;
const NEWEST = 26;

let areWide = false;

/**
 * Lets V8 make one 256-bit operation (AVX2) of two neighbouring 128-bit ones, which WebAssembly
 * SIMD is limited to: the same arithmetic on each lane, so the same bits. Its flag is experimental
 * and holds for the whole process, so it is for a program to choose, not for a library.
 *
 * @returns whether this engine and processor can; false where that cannot be told
 */
export function useWideVectors(): boolean {
  const version = Number.parseInt(process.versions.node);
  const pairs = version >= OLDEST && version <= NEWEST && "WebAssembly" in globalThis;
  areWide = pairs && hasAvx2();
  if (areWide) setV8Flag("--experimental-wasm-revectorize");
  return areWide;
}

export function hasWideVectors(): boolean {
  return areWide;
}
