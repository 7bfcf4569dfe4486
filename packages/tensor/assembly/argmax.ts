/** Writes the index (u32) of the largest of each row's first `width` floats; the first of equals. */
export function argmax(x: usize, n: i32, stride: i32, width: i32, out: usize): void {
  for (let row = 0; row < n; row++) {
    let best = 0;
    let max = load<f32>(x);
    for (let j = 1; j < width; j++) {
      const value = load<f32>(x + ((<usize>j) << 2));
      if (value > max) {
        max = value;
        best = j;
      }
    }
    store<u32>(out, best);
    x += (<usize>stride) << 2;
    out += 4;
  }
}
