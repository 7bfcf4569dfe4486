import { listNonzero } from "./nonzero";
import { madd, VECTOR, vectorsOf } from "./vector";

/*
 * A dense layer over images of bytes, most of which are zero: for each image the rows of weights
 * of its non-zero pixels are added up, times the pixel, in registers, onto the bias.
 *
 * The columns are cut into panels of 13, 8 or 4 vectors, what fits the registers. A panel lies
 * as its bias, then one row of weights for each input.
 */

/** The widest panel: 13 sums, the pixel's value and a row's vector take 15 of 16 registers. */
@inline
export function panelVectors(rest: i32): i32 {
  return rest > 8 ? 13 : rest > 4 ? 8 : 4;
}

/** Floats in one row of the output: the panels' columns. */
export function denseBytesStride(outputs: i32): i32 {
  let vectors = 0;
  for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
    vectors += panelVectors(rest);
  }
  return vectors << 2;
}

/**
 * Packs some rows of a layer into zeroed memory, divided by `divisor`: of `inputs` + 1 rows the
 * first is its bias, then there is one of weights for each input.
 *
 * @param rows the values of `count` rows `[count, outputs]`, the first of which is the `from`-th
 */
export function packDenseBytes(
  rows: usize,
  from: i32,
  count: i32,
  inputs: i32,
  outputs: i32,
  packed: usize,
  divisor: f64,
): void {
  let first = 0;
  for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
    const columns = panelVectors(rest) << 2;
    const bytes = <usize>min(columns, outputs - first) << 2;
    let to = packed + (<usize>(from * columns) << 2);
    for (let i = 0; i < count; i++) {
      const row = rows + (<usize>(i * outputs + first) << 2);
      for (let at: usize = 0; at < bytes; at += 4) {
        store<f32>(to + at, <f32>(<f64>load<f32>(row + at) / divisor));
      }
      to += <usize>columns << 2;
    }
    packed += <usize>((inputs + 1) * columns) << 2;
    first += columns;
  }
}

/** Inputs whose non-zero bytes are listed at once: as many as an index of 16 bits tells apart. */
const SPAN: i32 = 65536;

/** Entries of a list of non-zero bytes, with room for what is written past its end. */
@inline
function listCapacity(inputs: i32): i32 {
  return (min(inputs, SPAN) + 31) & ~15;
}

/** Bytes of scratch memory: lists of addresses (4), values (4), bytes (1) and indices (2). */
export function denseBytesScratch(inputs: i32): i32 {
  return listCapacity(inputs) * 11;
}

/** `out[n, stride] = images[n, inputs] · weights + bias`. */
export function denseBytes(
  images: usize,
  n: i32,
  inputs: i32,
  outputs: i32,
  packed: usize,
  out: usize,
  scratch: usize,
): void {
  const capacity = <usize>listCapacity(inputs);
  const values = scratch + capacity * 8;
  const indices = values + capacity;
  const outRow = <usize>denseBytesStride(outputs) << 2;
  for (let image = 0; image < n; image++) {
    for (let from = 0; from < inputs; from += SPAN) {
      const count = listNonzero(images + from, min(inputs - from, SPAN), indices, values);
      let panel = packed;
      let to = out;
      for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
        const vectors = panelVectors(rest);
        const row = <usize>vectors * VECTOR;
        // A sum goes on from the spans before.
        const start = from == 0 ? panel : to;
        locate(indices, values, count, panel + row * (from + 1), <i32>row, scratch, capacity * 4);
        if (vectors == 13) accumulate13(scratch, capacity * 4, count, start, to);
        else if (vectors == 8) accumulate8(scratch, capacity * 4, count, start, to);
        else accumulate4(scratch, capacity * 4, count, start, to);
        panel += row * <usize>(inputs + 1);
        to += row;
      }
    }
    images += inputs;
    out += outRow;
  }
}

/** From indices and bytes: the addresses (u32) of the rows of weights, and floats `toValues` on. */
function locate(
  indices: usize,
  values: usize,
  count: i32,
  rows: usize,
  rowBytes: i32,
  list: usize,
  toValues: usize,
): void {
  const stride = i16x8.splat(<i16>rowBytes);
  const base = i32x4.splat(<i32>rows);
  const end = values + count;
  while (values < end) {
    const index = v128.load(indices);
    const value = i16x8.extend_low_i8x16_u(v128.load64_zero(values));
    v128.store(list, i32x4.add(i32x4.extmul_low_i16x8_u(index, stride), base));
    v128.store(list + 16, i32x4.add(i32x4.extmul_high_i16x8_u(index, stride), base));
    v128.store(list + toValues, f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(value)));
    v128.store(list + toValues + 16, f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(value)));
    indices += 16;
    values += 8;
    list += 32;
  }
}

export function accumulate13(list: usize, toValues: usize, count: i32, start: usize, out: usize): void {
  let s0 = v128.load(start);
  let s1 = v128.load(start, 16);
  let s2 = v128.load(start, 32);
  let s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64);
  let s5 = v128.load(start, 80);
  let s6 = v128.load(start, 96);
  let s7 = v128.load(start, 112);
  let s8 = v128.load(start, 128);
  let s9 = v128.load(start, 144);
  let s10 = v128.load(start, 160);
  let s11 = v128.load(start, 176);
  let s12 = v128.load(start, 192);
  const end = list + (<usize>count << 2);
  while (list < end) {
    const value = v128.load32_splat(list + toValues);
    const row = <usize>load<u32>(list);
    s0 = madd(v128.load(row), value, s0);
    s1 = madd(v128.load(row, 16), value, s1);
    s2 = madd(v128.load(row, 32), value, s2);
    s3 = madd(v128.load(row, 48), value, s3);
    s4 = madd(v128.load(row, 64), value, s4);
    s5 = madd(v128.load(row, 80), value, s5);
    s6 = madd(v128.load(row, 96), value, s6);
    s7 = madd(v128.load(row, 112), value, s7);
    s8 = madd(v128.load(row, 128), value, s8);
    s9 = madd(v128.load(row, 144), value, s9);
    s10 = madd(v128.load(row, 160), value, s10);
    s11 = madd(v128.load(row, 176), value, s11);
    s12 = madd(v128.load(row, 192), value, s12);
    list += 4;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
  v128.store(out, s8, 128);
  v128.store(out, s9, 144);
  v128.store(out, s10, 160);
  v128.store(out, s11, 176);
  v128.store(out, s12, 192);
}

export function accumulate8(list: usize, toValues: usize, count: i32, start: usize, out: usize): void {
  let s0 = v128.load(start);
  let s1 = v128.load(start, 16);
  let s2 = v128.load(start, 32);
  let s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64);
  let s5 = v128.load(start, 80);
  let s6 = v128.load(start, 96);
  let s7 = v128.load(start, 112);
  const end = list + (<usize>count << 2);
  while (list < end) {
    const value = v128.load32_splat(list + toValues);
    const row = <usize>load<u32>(list);
    s0 = madd(v128.load(row), value, s0);
    s1 = madd(v128.load(row, 16), value, s1);
    s2 = madd(v128.load(row, 32), value, s2);
    s3 = madd(v128.load(row, 48), value, s3);
    s4 = madd(v128.load(row, 64), value, s4);
    s5 = madd(v128.load(row, 80), value, s5);
    s6 = madd(v128.load(row, 96), value, s6);
    s7 = madd(v128.load(row, 112), value, s7);
    list += 4;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
}

export function accumulate4(list: usize, toValues: usize, count: i32, start: usize, out: usize): void {
  let s0 = v128.load(start);
  let s1 = v128.load(start, 16);
  let s2 = v128.load(start, 32);
  let s3 = v128.load(start, 48);
  const end = list + (<usize>count << 2);
  while (list < end) {
    const value = v128.load32_splat(list + toValues);
    const row = <usize>load<u32>(list);
    s0 = madd(v128.load(row), value, s0);
    s1 = madd(v128.load(row, 16), value, s1);
    s2 = madd(v128.load(row, 32), value, s2);
    s3 = madd(v128.load(row, 48), value, s3);
    list += 4;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}
