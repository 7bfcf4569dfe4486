import { setFlagsFromString } from "node:v8";

/** Versions of Node.js whose V8 was seen to pair vectors; others complain of an unknown flag. */
const OLDEST = 24;
const NEWEST = 26;

let areWide = false;

/**
 * Lets V8 make one 256-bit operation (AVX2) of two neighbouring 128-bit ones, which WebAssembly
 * SIMD is limited to: the same arithmetic on each lane, so the same bits. Its flag is experimental
 * and holds for the whole process, so it is for a program to choose, not for a library.
 *
 * @returns whether this engine and processor can
 */
export function useWideVectors(): boolean {
  const version = Number.parseInt(process.versions.node);
  areWide = process.arch === "x64" && version >= OLDEST && version <= NEWEST;
  if (areWide) setFlagsFromString("--experimental-wasm-revectorize");
  return areWide;
}

export function hasWideVectors(): boolean {
  return areWide;
}
