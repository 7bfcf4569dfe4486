import { madd, vectorsOf } from "./vector";

/*
 * A dense layer over rows of floats. The columns are cut into panels of 3 or 2 vectors; a panel
 * lies as its bias, then one row of weights for each input, so that four rows of the input times
 * one panel keep their 12 or 8 sums in registers while the panel is read once, in order.
 *
 * A value's sum runs over the inputs in order, whichever kernel computes it.
 */

/** Three vectors, or two where that leaves nothing over (four are two panels of two). */
@inline
function panelVectors(rest: i32): i32 {
  return rest == 4 || rest <= 2 ? 2 : 3;
}

/** Floats in one row of the output: the panels' columns. */
export function denseStride(outputs: i32): i32 {
  let vectors = 0;
  for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
    vectors += panelVectors(rest);
  }
  return vectors << 2;
}

/** Bytes that the packed layer takes. */
export function denseSize(inputs: i32, outputs: i32): i32 {
  return (inputs + 1) * denseStride(outputs) * 4;
}

/** Packs `bias[outputs]` and `weights[inputs, outputs]` into zeroed memory. */
export function packDense(
  weights: usize,
  bias: usize,
  inputs: i32,
  outputs: i32,
  packed: usize,
): void {
  let first = 0;
  for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
    const columns = panelVectors(rest) << 2;
    const bytes = <usize>min(columns, outputs - first) << 2;
    memory.copy(packed, bias + (<usize>first << 2), bytes);
    packed += <usize>columns << 2;
    for (let k = 0; k < inputs; k++) {
      memory.copy(packed, weights + (<usize>(k * outputs + first) << 2), bytes);
      packed += <usize>columns << 2;
    }
    first += columns;
  }
}

/** `out[n, denseStride(outputs)] = x[n, stride] · weights + bias`, over `inputs` columns of x. */
export function dense(
  x: usize,
  n: i32,
  stride: i32,
  inputs: i32,
  outputs: i32,
  packed: usize,
  out: usize,
): void {
  const xRow = <usize>stride << 2;
  const outRow = <usize>denseStride(outputs) << 2;
  for (; n >= 4; n -= 4) {
    let panel = packed;
    let to = out;
    for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
      if (panelVectors(rest) == 3) {
        multiply4x3(x, xRow, inputs, panel, to, outRow);
        panel += <usize>(inputs + 1) * 48;
        to += 48;
      } else {
        multiply4x2(x, xRow, inputs, panel, to, outRow);
        panel += <usize>(inputs + 1) * 32;
        to += 32;
      }
    }
    x += xRow << 2;
    out += outRow << 2;
  }
  for (; n > 0; n--) {
    multiplyRow(x, inputs, outputs, packed, out);
    x += xRow;
    out += outRow;
  }
}

function multiply4x3(x: usize, xRow: usize, inputs: i32, panel: usize, out: usize, outRow: usize): void {
  const x2 = xRow << 1;
  const x3 = x2 + xRow;
  const end = x + (<usize>inputs << 2);
  let s00 = v128.load(panel);
  let s01 = v128.load(panel, 16);
  let s02 = v128.load(panel, 32);
  let s10 = s00, s11 = s01, s12 = s02;
  let s20 = s00, s21 = s01, s22 = s02;
  let s30 = s00, s31 = s01, s32 = s02;
  while (x < end) {
    panel += 48;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    const w2 = v128.load(panel, 32);
    let value = v128.load32_splat(x);
    s00 = madd(w0, value, s00);
    s01 = madd(w1, value, s01);
    s02 = madd(w2, value, s02);
    value = v128.load32_splat(x + xRow);
    s10 = madd(w0, value, s10);
    s11 = madd(w1, value, s11);
    s12 = madd(w2, value, s12);
    value = v128.load32_splat(x + x2);
    s20 = madd(w0, value, s20);
    s21 = madd(w1, value, s21);
    s22 = madd(w2, value, s22);
    value = v128.load32_splat(x + x3);
    s30 = madd(w0, value, s30);
    s31 = madd(w1, value, s31);
    s32 = madd(w2, value, s32);
    x += 4;
  }
  store3(out, s00, s01, s02);
  store3(out + outRow, s10, s11, s12);
  store3(out + 2 * outRow, s20, s21, s22);
  store3(out + 3 * outRow, s30, s31, s32);
}

function multiply4x2(x: usize, xRow: usize, inputs: i32, panel: usize, out: usize, outRow: usize): void {
  const x2 = xRow << 1;
  const x3 = x2 + xRow;
  const end = x + (<usize>inputs << 2);
  let s00 = v128.load(panel);
  let s01 = v128.load(panel, 16);
  let s10 = s00, s11 = s01;
  let s20 = s00, s21 = s01;
  let s30 = s00, s31 = s01;
  while (x < end) {
    panel += 32;
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let value = v128.load32_splat(x);
    s00 = madd(w0, value, s00);
    s01 = madd(w1, value, s01);
    value = v128.load32_splat(x + xRow);
    s10 = madd(w0, value, s10);
    s11 = madd(w1, value, s11);
    value = v128.load32_splat(x + x2);
    s20 = madd(w0, value, s20);
    s21 = madd(w1, value, s21);
    value = v128.load32_splat(x + x3);
    s30 = madd(w0, value, s30);
    s31 = madd(w1, value, s31);
    x += 4;
  }
  store2(out, s00, s01);
  store2(out + outRow, s10, s11);
  store2(out + 2 * outRow, s20, s21);
  store2(out + 3 * outRow, s30, s31);
}

/** One row, for what is left of a batch after its fours. */
function multiplyRow(x: usize, inputs: i32, outputs: i32, panel: usize, out: usize): void {
  for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
    const row = <usize>panelVectors(rest) << 4;
    const isThree = row == 48;
    let s0 = v128.load(panel);
    let s1 = v128.load(panel, 16);
    let s2 = isThree ? v128.load(panel, 32) : f32x4.splat(0);
    for (let k = 0; k < inputs; k++) {
      panel += row;
      const value = v128.load32_splat(x + (<usize>k << 2));
      s0 = madd(v128.load(panel), value, s0);
      s1 = madd(v128.load(panel, 16), value, s1);
      if (isThree) s2 = madd(v128.load(panel, 32), value, s2);
    }
    store2(out, s0, s1);
    if (isThree) v128.store(out, s2, 32);
    panel += row;
    out += row;
  }
}

@inline
function store3(out: usize, a: v128, b: v128, c: v128): void {
  store2(out, a, b);
  v128.store(out, c, 32);
}

@inline
function store2(out: usize, a: v128, b: v128): void {
  v128.store(out, a);
  v128.store(out, b, 16);
}
