/**
 * Whether the engine makes one 256-bit operation of two neighbouring 128-bit ones, so that kernels
 * use blocks that suit it.
 */
export let isWide: bool = false;

export function widen(): void {
  isWide = true;
}
