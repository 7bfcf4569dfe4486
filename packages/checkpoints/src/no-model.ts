import { SpecError } from "@evalpool/errors";
import { whatLiesAt } from "@evalpool/files/node";
import { knownNetworks } from "./known-networks.js";

/** A file that cannot be read, or does not exist. */
export function noModel(file: string, reason: string, options?: ErrorOptions): SpecError {
  if (file.endsWith(".json")) return new SpecError(file, [reason], options);
  const told = whatLies(file);
  // What is there is told as it is, a pipe as a pipe.
  const isPlain = told === undefined || told === "a file" || told === "no regular file";
  const text = isPlain
    ? `expected ${knownNetworks()}: ${reason}`
    : `expected ${knownNetworks()}, got ${told}`;
  return new SpecError(`model ${file}`, [text], options);
}

function whatLies(file: string): string | undefined {
  try {
    return whatLiesAt(file);
  } catch {
    // Why it cannot be looked at is what is told already.
    return undefined;
  }
}
