/** (np.arange(n) ** 2 * k % 256).astype(np.uint8) */
export function squares(n: number, k: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => (i * i * k) % 256);
}
