/** The first number of a version of Keras: 3 of `3.13.0`; the newest that is known, where none is said. */
export function majorVersion(said: unknown): number {
  const major = typeof said === "string" ? Number.parseInt(said, 10) : Number.NaN;
  return Number.isNaN(major) ? 3 : major;
}
