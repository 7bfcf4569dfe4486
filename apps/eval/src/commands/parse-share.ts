import { InvalidArgumentError } from "commander";
import { MOST_SHARES, type Share } from "../parts/asked-part.js";

/** For a commander option: which of how many parts, as `2/4`. */
export function share(text: string): Share {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined) {
    throw new InvalidArgumentError("Expected which of how many parts, as 2/4.");
  }
  if (of < 1 || of > MOST_SHARES) {
    throw new InvalidArgumentError(`Expected 1 to ${MOST_SHARES} parts.`);
  }
  if (index >= 1 && index <= of) return { index, of };
  const hint = index === 0 ? ` Did you mean 1/${of}? The first is 1.` : "";
  throw new InvalidArgumentError(`Expected a part from 1 to ${of}.${hint}`);
}
