/**
 * Writes the index (u32) of the largest of each row's first `width` floats; the first of equals.
 * Four columns at a time: each lane keeps its largest and where that was.
 */
export function argmax(x: usize, n: i32, stride: i32, width: i32, out: usize): void {
  const firstLanes = i32x4(0, 1, 2, 3);
  const four = i32x4.splat(4);
  const end = i32x4.splat(width);
  const row = <usize>stride << 2;
  for (const last = x + <usize>n * row; x < last; x += row) {
    let max = f32x4.splat(-Infinity);
    let best = firstLanes;
    let lanes = firstLanes;
    for (let at = x; at < x + (<usize>width << 2); at += 16) {
      const value = v128.load(at);
      // Behind the width lie columns that pad the row.
      const isMore = v128.and(f32x4.gt(value, max), i32x4.lt_s(lanes, end));
      max = v128.bitselect(value, max, isMore);
      best = v128.bitselect(lanes, best, isMore);
      lanes = i32x4.add(lanes, four);
    }
    let most = f32x4.pmax(max, i32x4.shuffle(max, max, 2, 3, 0, 1));
    most = f32x4.pmax(most, i32x4.shuffle(most, most, 1, 0, 3, 2));
    let index = v128.bitselect(best, i32x4.splat(i32.MAX_VALUE), f32x4.eq(max, most));
    index = i32x4.min_s(index, i32x4.shuffle(index, index, 2, 3, 0, 1));
    index = i32x4.min_s(index, i32x4.shuffle(index, index, 1, 0, 3, 2));
    store<u32>(out, i32x4.extract_lane(index, 0));
    out += 4;
  }
}
