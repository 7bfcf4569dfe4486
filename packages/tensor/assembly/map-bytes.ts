/** `out[i · step] = table[bytes[i]]`, of a table of 256 floats; a step is in bytes. */
export function mapBytes(bytes: usize, length: i32, table: usize, out: usize, step: usize): void {
  for (const end = bytes + length; bytes < end; bytes++) {
    store<f32>(out, load<f32>(table + (<usize>load<u8>(bytes) << 2)));
    out += step;
  }
}
