/** A block of zeroed linear memory, aligned to a vector; there is no freeing. */
export function allocate(bytes: i32): usize {
  const size = (<usize>bytes + 15) & ~15;
  const block = heap.alloc(size + 16);
  memory.fill(block, 0, size + 16);
  return (block + 15) & ~15;
}
