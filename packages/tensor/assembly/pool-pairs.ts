/*
 * The largest of each 2×2 pixels side by side, of maps with a multiple of 4 channels, which lie
 * last. A last odd row and column are left out.
 */

export function poolPairs(
  x: usize,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  y: usize,
): void {
  const pixel = <usize>channels << 2;
  const row = pixel * <usize>width;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i + 2 <= height; i += 2) {
      let from = x + <usize>i * row;
      for (let j = 0; j + 2 <= width; j += 2) {
        for (let c: usize = 0; c < pixel; c += 16) {
          const at = from + c;
          const upper = f32x4.pmax(v128.load(at), v128.load(at + pixel));
          const lower = f32x4.pmax(v128.load(at + row), v128.load(at + row + pixel));
          v128.store(y, f32x4.pmax(upper, lower));
          y += 16;
        }
        from += 2 * pixel;
      }
    }
    x += row * <usize>height;
  }
}

/** `dx = dy` at the first of the pixels that gave y, 0 at all others. */
export function poolPairsGradient(
  dy: usize,
  x: usize,
  y: usize,
  count: i32,
  height: i32,
  width: i32,
  channels: i32,
  dx: usize,
): void {
  const pixel = <usize>channels << 2;
  const row = pixel * <usize>width;
  if ((height | width) & 1) memory.fill(dx, 0, <usize>count * row * <usize>height);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i + 2 <= height; i += 2) {
      let at = <usize>i * row;
      for (let j = 0; j + 2 <= width; j += 2) {
        for (let c: usize = 0; c < pixel; c += 16) {
          choose(v128.load(dy), x + at + c, v128.load(y), pixel, row, dx + at + c);
          dy += 16;
          y += 16;
        }
        at += 2 * pixel;
      }
    }
    x += row * <usize>height;
    dx += row * <usize>height;
  }
}

@inline
function choose(slope: v128, x: usize, largest: v128, pixel: usize, row: usize, dx: usize): void {
  const first = f32x4.eq(v128.load(x), largest);
  let isTaken = first;
  v128.store(dx, v128.and(slope, first));
  const second = f32x4.eq(v128.load(x + pixel), largest);
  v128.store(dx + pixel, v128.and(slope, v128.andnot(second, isTaken)));
  isTaken = v128.or(isTaken, second);
  const third = f32x4.eq(v128.load(x + row), largest);
  v128.store(dx + row, v128.and(slope, v128.andnot(third, isTaken)));
  isTaken = v128.or(isTaken, third);
  const fourth = f32x4.eq(v128.load(x + row + pixel), largest);
  v128.store(dx + row + pixel, v128.and(slope, v128.andnot(fourth, isTaken)));
}
