/**
 * Makes each of several things once, when it is first asked for, and lets go of it when it is asked
 * for the last time.
 *
 * @param choices of what will be asked for, plain data, as often as it will be
 * @param make given a choice, and how often what equals it will be asked for
 */
export function makeOnce<Choice extends object, T>(
  choices: readonly Choice[],
  make: (choice: Choice, uses: number) => Promise<T>,
): (choice: Choice) => Promise<T> {
  const left = new Map<string, number>();
  for (const key of choices.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1);
  const made = new Map<string, Promise<T>>();
  return (choice) => {
    const key = keyOf(choice);
    const uses = left.get(key) ?? 1;
    left.set(key, uses - 1);
    const kept = made.get(key) ?? make(choice, uses);
    if (uses > 1) made.set(key, kept);
    else made.delete(key);
    return kept;
  };
}

/** Plain data of the same fields, in the same order, are the same text. */
function keyOf(choice: object): string {
  return JSON.stringify(choice);
}
