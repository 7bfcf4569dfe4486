/**
 * The house: which package may import which, from the ground up. It binds what packages are built
 * from; tests may use any package. docs/architecture.md says what they are.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  arrays: ["errors"],
  random: [],
  corruptions: ["errors", "random"],
  tensor: ["errors"],
  metrics: ["errors"],
  files: ["errors"],
  mnist: ["errors", "random", "files"],
  data: ["errors", "arrays", "files", "mnist"],
  models: ["errors", "tensor"],
  checkpoints: ["errors", "arrays", "files", "tensor", "models"],
  training: ["errors", "random", "tensor", "models"],
  evaluate: ["errors", "corruptions", "tensor", "metrics", "models"],
  pictures: ["errors", "tensor", "models"],
  report: ["errors", "evaluate", "metrics", "pictures"],
};

/** Of these, types alone. */
export const mayImportTypes: Readonly<Record<string, readonly string[]>> = {
  training: ["mnist"],
  evaluate: ["data"],
};
