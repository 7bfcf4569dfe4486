import type { CorruptionStrength } from "@evalpool/corruptions";

/** What is done to images, in a few words: `fog at severity 3`. */
export function corruptionText({ name, severity }: CorruptionStrength): string {
  return `${name.replaceAll("_", " ")} at severity ${severity}`;
}
