/** A value that takes memory from the step that makes it to the last that reads it, both included. */
export interface Lifetime {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface MemoryPlan {
  /** Where each value begins, in bytes. */
  readonly offsets: readonly number[];
  /** Of all of them. */
  readonly bytes: number;
}

/** Of a vector, which every value is aligned to. */
const ALIGNMENT = 16;

/**
 * Places values so that those which do not live at once share memory: the largest first, each as
 * low as those that live beside it leave room (greedy by size, Y. Pisarchyk and J. Lee, 2020,
 * "Efficient memory management for deep neural net inference").
 */
export function planMemory(values: readonly Lifetime[]): MemoryPlan {
  const offsets = values.map(() => 0);
  const placed: number[] = [];
  const bySize = [...values.keys()].sort((a, b) => values[b]!.bytes - values[a]!.bytes || a - b);
  let total = 0;
  for (const index of bySize) {
    const value = values[index]!;
    let offset = 0;
    // In order of place, so that one step over each neighbour finds the first gap.
    for (const other of placed) {
      const { first, last, bytes } = values[other]!;
      const start = offsets[other]!;
      if (last < value.first || value.last < first) continue;
      if (offset + value.bytes <= start) break;
      offset = Math.max(offset, align(start + bytes));
    }
    offsets[index] = offset;
    placed.push(index);
    placed.sort((a, b) => offsets[a]! - offsets[b]!);
    total = Math.max(total, offset + value.bytes);
  }
  return { offsets, bytes: align(total) };
}

function align(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
