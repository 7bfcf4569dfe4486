/** As many classes are listed in their order; of more, the likeliest. */
const MOST_CLASSES = 20;
const LIKELIEST = 10;

/** The classes that are listed, by number. */
export function listedClasses(probabilities: ArrayLike<number>): readonly number[] {
  const all = Array.from({ length: probabilities.length }, (_, label) => label);
  if (all.length <= MOST_CLASSES) return all;
  const sorted = all.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return sorted.slice(0, LIKELIEST);
}
