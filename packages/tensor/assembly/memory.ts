/*
 * Linear memory is given out from the bottom up, and back from the top down: what was allocated
 * after a mark is released together.
 */

/** Of 4 GiB the last page is left: no kernel's address just past an end wraps around to 0. */
const LIMIT: u64 = 65535 << 16;

/** Where free memory begins; a multiple of a vector's bytes. */
let top: usize = (__heap_base + 15) & ~15;

/** Memory from here on was never given out, so that it is still zero. */
let untouched: usize = top;

/** A block of zeroed memory, aligned to a vector; 0 when there is no room for so many bytes. */
export function allocate(bytes: f64): usize {
  if (!(bytes <= <f64>LIMIT)) return 0;
  const block = top;
  const end = <u64>block + ((<u64>bytes + 15) & ~15);
  if (end > LIMIT) return 0;
  const pages = <i32>((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) return 0;
  top = <usize>end;
  if (block < untouched) memory.fill(block, 0, min(top, untouched) - block);
  untouched = max(top, untouched);
  return block;
}

/** To release what is allocated from now on. */
export function mark(): usize {
  return top;
}

/** Gives back all that was allocated since the mark. */
export function release(to: usize): void {
  top = to;
}
