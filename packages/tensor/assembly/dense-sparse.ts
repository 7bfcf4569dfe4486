import { accumulate13, accumulate4, accumulate8, denseBytesStride, panelVectors } from "./dense-bytes";
import { listNonzeroFloats } from "./nonzero";
import { VECTOR, vectorsOf } from "./vector";

/*
 * A dense layer over rows of floats of which most are zero, as behind a ReLU: the rows of weights of
 * the others are added up, times these, onto the bias. Weights lie as in a layer over bytes.
 *
 * A few inputs at a time are listed of some rows, so that their weights are read from the nearest
 * cache for all of these; sums go on from those of the inputs before, in order.
 */

/** Inputs at a time. */
const SPAN: i32 = 256;
/** Rows at a time. */
const ROWS: i32 = 32;

/** Bytes of a list, with room for what is written past its end. */
const LIST: usize = (<usize>SPAN + 4) << 2;

/** Bytes of scratch memory: for each row a count, indices and values, and the weights' addresses. */
export function denseSparseScratch(): i32 {
  return <i32>(<usize>ROWS * (VECTOR + LIST * 2) + LIST * 2);
}

/** `out[n, denseBytesStride(outputs)] = x[n, stride] · weights + bias`, over `inputs` columns of x. */
export function denseSparse(
  x: usize,
  n: i32,
  stride: i32,
  inputs: i32,
  outputs: i32,
  packed: usize,
  out: usize,
  scratch: usize,
): void {
  const xRow = <usize>stride << 2;
  const outRow = <usize>denseBytesStride(outputs) << 2;
  for (let row = 0; row < n; row += ROWS) {
    const rows = min(ROWS, n - row);
    for (let from = 0; from < inputs; from += SPAN) {
      listRows(x + (<usize>from << 2), xRow, rows, min(inputs - from, SPAN), scratch);
      addRows(rows, from, inputs, outputs, packed, out, outRow, scratch);
    }
    x += xRow * ROWS;
    out += outRow * ROWS;
  }
}

/** Where a row's list lies: its count, then indices, then values. */
@inline
function listOf(scratch: usize, row: i32): usize {
  return scratch + <usize>row * (VECTOR + LIST * 2);
}

/** Lists what is not zero of each row. */
function listRows(x: usize, xRow: usize, rows: i32, length: i32, scratch: usize): void {
  for (let row = 0; row < rows; row++) {
    const list = listOf(scratch, row);
    const indices = list + VECTOR;
    store<i32>(list, listNonzeroFloats(x, length, indices, indices + LIST));
    x += xRow;
  }
}

/** Adds what was listed to the sums of each panel of weights. */
function addRows(
  rows: i32,
  from: i32,
  inputs: i32,
  outputs: i32,
  packed: usize,
  out: usize,
  outRow: usize,
  scratch: usize,
): void {
  const addresses = listOf(scratch, ROWS);
  for (let rest = vectorsOf(outputs); rest > 0; rest -= panelVectors(rest)) {
    const vectors = panelVectors(rest);
    const weightRow = <usize>vectors * VECTOR;
    const weights = packed + weightRow * <usize>(from + 1);
    let to = out;
    for (let row = 0; row < rows; row++) {
      const list = listOf(scratch, row);
      const count = load<i32>(list);
      locate(list + VECTOR, count, weights, <i32>weightRow, addresses);
      const start = from == 0 ? packed : to;
      if (vectors == 13) accumulate13(addresses, LIST, count, start, to);
      else if (vectors == 8) accumulate8(addresses, LIST, count, start, to);
      else accumulate4(addresses, LIST, count, start, to);
      to += outRow;
    }
    packed += weightRow * <usize>(inputs + 1);
    out += weightRow;
  }
}

/** From indices, with the values behind: addresses of the rows of weights, and the values behind. */
@inline
function locate(
  indices: usize,
  count: i32,
  weights: usize,
  weightRow: i32,
  addresses: usize,
): void {
  const stride = i32x4.splat(weightRow);
  const base = i32x4.splat(<i32>weights);
  const end = indices + (<usize>count << 2);
  while (indices < end) {
    v128.store(addresses, i32x4.add(i32x4.mul(v128.load(indices), stride), base));
    v128.store(addresses + LIST, v128.load(indices + LIST));
    indices += VECTOR;
    addresses += VECTOR;
  }
}
