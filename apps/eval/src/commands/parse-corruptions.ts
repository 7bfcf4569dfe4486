import {
  corruptions,
  parseCorruption,
  severities,
  type CorruptionStrength,
  type Severity,
} from "@evalpool/corruptions";
import { didYouMean, shorten, UsageError } from "@evalpool/errors";
import { InvalidArgumentError } from "commander";

type Name = (typeof corruptions)[number];

/** For a commander option: a corruption, with its severity behind a colon or MNIST-C's own. */
export function corruption(text: string): CorruptionStrength {
  try {
    return parseCorruption(text);
  } catch (error) {
    if (error instanceof UsageError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

/** For a commander option: names of corruptions with commas between, each once. */
export function corruptionNames(text: string): Name[] {
  return each(text, (typed) => {
    const name = corruptions.find((known) => known === typed.replaceAll("-", "_"));
    if (name !== undefined) return name;
    const hint = didYouMean(typed, corruptions);
    throw new InvalidArgumentError(
      `There is no corruption ${shorten(typed, 40)}.${hint} Known are ${corruptions.join(", ")}.`,
    );
  });
}

/** For a commander option: severities with commas between, each once; they come in order. */
export function severityList(text: string): Severity[] {
  const chosen = each(text, (typed) => {
    const severity = severities.find((known) => String(known) === typed);
    if (severity !== undefined) return severity;
    throw new InvalidArgumentError("Expected severities from 1 to 5, as 1,3,5.");
  });
  return chosen.sort((a, b) => a - b);
}

function each<T>(text: string, parse: (typed: string) => T): T[] {
  const values = text.split(",").map((typed) => parse(typed.trim()));
  const second = values.find((value, i) => values.indexOf(value) < i);
  if (second !== undefined) throw new InvalidArgumentError(`${String(second)} is named twice.`);
  return values;
}
