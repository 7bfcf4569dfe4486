import { InvalidArgumentError } from "commander";
import { formatInteger } from "../terminal/numbers.js";

/** For a commander option: a whole number from `least` to `most`. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text) && value >= least && value <= most) return value;
    const bound = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `${least} to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${bound}.`);
  };
}

/** For a commander option: a whole number from 1, up to more than anyone would want. */
export function count(most: number): (text: string) => number {
  const atLeastOne = integer(1);
  return (text) => {
    const value = atLeastOne(text);
    if (value <= most) return value;
    throw new InvalidArgumentError(`Expected at most ${formatInteger(most)}.`);
  };
}

/** For a commander option: a number from 0 to 1. */
export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  const percent = /^\d+(?:\.\d+)?%?$/.test(text) ? parseFloat(text) : NaN;
  const hint = percent <= 100 ? ` Did you mean ${percent / 100}?` : "";
  throw new InvalidArgumentError(`Expected a number from 0 to 1.${hint}`);
}

/** For a commander option: a level of significance; beyond 0.5 a difference would be told of chance. */
export function significance(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value <= 0.5) return value;
  const typed = /^\d*\.?\d+%?$/.test(text) ? parseFloat(text) : NaN;
  const share = typed < 1 && !text.endsWith("%") ? typed : typed / 100;
  // Who types 95 or 0.95 has the confidence in mind.
  const meant = share > 0.5 ? 1 - share : share;
  const hint = meant > 0 ? ` Did you mean ${Number(meant.toPrecision(4))}?` : "";
  throw new InvalidArgumentError(`Expected a number above 0, up to 0.5.${hint}`);
}

/** For a commander option: a number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Expected a number above 0.");
}

/** For a commander argument that may be repeated: a finite number each. */
export function numbers(text: string, previous: readonly number[] = []): number[] {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new InvalidArgumentError("Expected a number.");
  }
  return [...previous, value];
}

/**
 * For a commander option: a file to write, whose name ends in one of `endings` where there are any.
 * What a command prints goes to stdout and what an option writes to a file: `-` is no name for it.
 */
export function outputFile(...endings: readonly string[]): (text: string) => string {
  return (text) => {
    requireName("a file", text);
    if (endings.length > 0 && !endings.some((ending) => text.toLowerCase().endsWith(ending))) {
      throw new InvalidArgumentError(`Expected a name that ends in ${endings.join(" or ")}.`);
    }
    return text;
  };
}

/** For a commander option: an address on the web. */
export function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && ["http:", "https:"].includes(url.protocol) && url.password === "") return url.href;
  throw new InvalidArgumentError("Expected an address, as https://models.example/net.safetensors.");
}

/** For a commander option that may be repeated. */
export function webAddresses(text: string, previous: readonly string[] = []): string[] {
  return [...previous, webAddress(text)];
}

/** For a commander option that may be repeated: what is given, to be read later. */
export function repeated(text: string, previous: readonly string[] = []): string[] {
  return [...previous, text];
}

/** For a commander option: a directory to write into. */
export function outputDirectory(text: string): string {
  requireName("a directory", text);
  return text;
}

function requireName(kind: string, text: string): void {
  if (text !== "" && text !== "-") return;
  throw new InvalidArgumentError(`Expected the name of ${kind}; it does not go to stdout.`);
}
