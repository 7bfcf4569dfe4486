import { multiply1x2, multiply1x4, multiply4x2, multiply6x4 } from "./dense-blocks";
import { VECTOR, vectorsOf } from "./vector";
import { isWide } from "./wide";

/*
 * A dense layer over rows of floats. The columns are cut into panels; a panel lies as its bias,
 * then one row of weights for each input, so that some rows of the input times one panel keep
 * their sums in registers while the panel is read once, in order.
 *
 * A value's sum runs over the inputs in order, whichever kernel computes it.
 */

/** Rows of a block: 4 × 2 sums of 128 bits, or 6 × 4 that are paired to 12 of 256 bits. */
@inline
function blockRows(): i32 {
  return isWide ? 6 : 4;
}

/** Vectors of a block. */
@inline
function blockVectors(): i32 {
  return isWide ? 4 : 2;
}

@inline
function panelBytes(): usize {
  return <usize>blockVectors() * VECTOR;
}

@inline
function panelsOf(outputs: i32): i32 {
  const vectors = blockVectors();
  return (vectorsOf(outputs) + vectors - 1) / vectors;
}

/** Floats in one row of the output: the panels' columns. */
export function denseStride(outputs: i32): i32 {
  return (panelsOf(outputs) * blockVectors()) << 2;
}

/**
 * Packs some rows of a layer into zeroed memory: of `inputs` + 1 rows the first is its bias, then
 * there is one of weights for each input.
 *
 * @param rows the values of `count` rows `[count, outputs]`, the first of which is the `from`-th
 */
export function packDense(
  rows: usize,
  from: i32,
  count: i32,
  inputs: i32,
  outputs: i32,
  packed: usize,
): void {
  const columns = blockVectors() << 2;
  const row = <usize>outputs << 2;
  for (let first = 0; first < outputs; first += columns) {
    const bytes = <usize>min(columns, outputs - first) << 2;
    let to = packed + <usize>from * panelBytes();
    for (let i = 0; i < count; i++) {
      memory.copy(to, rows + <usize>i * row + (<usize>first << 2), bytes);
      to += panelBytes();
    }
    packed += <usize>(inputs + 1) * panelBytes();
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
  const panels = panelsOf(outputs);
  const height = n < blockRows() ? 1 : blockRows();
  for (let row = 0; row < n; row += height) {
    // What is left of a batch after its blocks is computed in one more that overlaps the last.
    const from = <usize>min(row, n - height);
    let panel = packed;
    let to = out + from * outRow;
    for (let i = 0; i < panels; i++) {
      multiply(height, x + from * xRow, xRow, inputs, panel, to, outRow);
      panel += <usize>(inputs + 1) * panelBytes();
      to += panelBytes();
    }
  }
}

@inline
function multiply(
  height: i32,
  x: usize,
  xRow: usize,
  inputs: i32,
  panel: usize,
  out: usize,
  outRow: usize,
): void {
  if (height == 6) multiply6x4(x, xRow, inputs, panel, out, outRow);
  else if (height == 4) multiply4x2(x, xRow, inputs, panel, out, outRow);
  else if (isWide) multiply1x4(x, inputs, panel, out);
  else multiply1x2(x, inputs, panel, out);
}
