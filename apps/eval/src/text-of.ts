/** Text of UTF-8, without the mark that programs on Windows put before it. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
