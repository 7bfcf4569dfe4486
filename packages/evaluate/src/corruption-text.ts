/** A corruption, maybe one of a file's that is not known here. */
interface NamedCorruption {
  readonly name: string;
  readonly severity: number;
}

/** What is done to images, in a few words: `fog at severity 3`. */
export function corruptionText({ name, severity }: NamedCorruption): string {
  return `${name.replaceAll("_", " ")} at severity ${severity}`;
}
