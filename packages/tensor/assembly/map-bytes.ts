import { VECTOR, vectorsOf } from "./vector";

/** Floats in one row of the output. */
export function mapBytesStride(width: i32): i32 {
  return vectorsOf(width) << 2;
}

/** `out[n, mapBytesStride(width)] = table[images[n, width]]`, of a table of 256 floats. */
export function mapBytes(images: usize, n: i32, width: i32, table: usize, out: usize): void {
  const row = <usize>vectorsOf(width) * VECTOR;
  for (const last = images + <usize>n * width; images < last; ) {
    let to = out;
    for (const end = images + width; images < end; images++) {
      store<f32>(to, load<f32>(table + (<usize>load<u8>(images) << 2)));
      to += 4;
    }
    out += row;
  }
}
