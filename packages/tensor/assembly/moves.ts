/**
 * Copies runs of floats of each of `n` rows.
 *
 * @param runs `count` times three i32: from where in a row of x, to where in one of out, how many
 */
export function moveRuns(
  x: usize,
  stride: i32,
  n: i32,
  runs: usize,
  count: i32,
  out: usize,
  outStride: i32,
): void {
  const end = runs + <usize>count * 12;
  for (let row = 0; row < n; row++) {
    for (let run = runs; run < end; run += 12) {
      let from = x + (<usize>load<i32>(run) << 2);
      let to = out + (<usize>load<i32>(run, 4) << 2);
      const last = from + (<usize>load<i32>(run, 8) << 2);
      for (; from + 16 <= last; from += 16) {
        v128.store(to, v128.load(from));
        to += 16;
      }
      for (; from < last; from += 4) {
        store<f32>(to, load<f32>(from));
        to += 4;
      }
    }
    x += <usize>stride << 2;
    out += <usize>outStride << 2;
  }
}

/** `length` floats of one value, a multiple of 4. */
export function fill(out: usize, length: i32, value: f32): void {
  const all = f32x4.splat(value);
  const end = out + (<usize>length << 2);
  for (; out < end; out += 16) v128.store(out, all);
}
