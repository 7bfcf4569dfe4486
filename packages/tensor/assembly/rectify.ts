/** `y = max(x, 0)` for `length` floats, a multiple of 4; NaN stays NaN. */
export function rectify(x: usize, length: i32, y: usize): void {
  const zero = f32x4.splat(0);
  const end = x + (<usize>length << 2);
  for (; x < end; x += 16, y += 16) v128.store(y, f32x4.pmax(v128.load(x), zero));
}

/** `dx = y > 0 ? dy : 0` */
export function rectifyGradient(dy: usize, y: usize, length: i32, dx: usize): void {
  const zero = f32x4.splat(0);
  const end = y + (<usize>length << 2);
  for (; y < end; y += 16, dy += 16, dx += 16) {
    v128.store(dx, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
  }
}
