/** Something on a line that wants to be somewhere. */
export interface Wish {
  /** Where its middle wants to be. */
  readonly at: number;
  /** How much it takes of the line. */
  readonly width: number;
  /** How dear it is to move it, against that of others. */
  readonly weight: number;
}

/** Things that were pushed together: where the first one's middle would be for all of them. */
interface Group {
  at: number;
  weight: number;
  count: number;
}

/**
 * Where things in a row have their middles, none over another, in their order, as near to where they
 * want to be as can be: least squares by pooling those that are in each other's way (J. Kruskal,
 * 1964, "Nonmetric multidimensional scaling", section 9).
 */
export function spreadOut(wishes: readonly Wish[]): number[] {
  // How far each is from the first if all stand as close as they may.
  const offsets: number[] = [];
  for (const [i, { width }] of wishes.entries()) {
    const before = wishes[i - 1];
    offsets.push(before ? (offsets[i - 1] ?? 0) + (before.width + width) / 2 : 0);
  }
  const groups: Group[] = [];
  for (const [i, { at, weight }] of wishes.entries()) {
    let group: Group = { at: at - (offsets[i] ?? 0), weight, count: 1 };
    for (let last = groups.at(-1); last && last.at >= group.at; last = groups.at(-1)) {
      groups.pop();
      const sum = last.weight + group.weight;
      const mean = (last.at * last.weight + group.at * group.weight) / sum;
      group = { at: mean, weight: sum, count: last.count + group.count };
    }
    groups.push(group);
  }
  const firsts = groups.flatMap(({ at, count }) => Array.from({ length: count }, () => at));
  return firsts.map((first, i) => first + (offsets[i] ?? 0));
}
