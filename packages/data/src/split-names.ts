/** What the directories and files of splits are called, by the split that they are. */
const splits: Readonly<Record<string, string>> = {
  test: "test",
  testing: "test",
  // As Hugging Face takes it.
  eval: "test",
  // MNIST's.
  t10k: "test",
  train: "train",
  training: "train",
  dev: "validation",
  val: "validation",
  valid: "validation",
  validation: "validation",
};

/** The split that a name says; undefined where it says none. */
export function splitCalled(name: string): string | undefined {
  const known = name.toLowerCase();
  return Object.hasOwn(splits, known) ? splits[known] : undefined;
}
