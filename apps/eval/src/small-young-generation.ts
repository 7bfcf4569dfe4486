import { setV8Flag } from "./v8-flags.js";

/**
 * Keeps V8's young generation as small as it begins. Each repetition leaves some 50 KB of garbage;
 * V8 would rather let that generation grow, to 128 MB, than collect it more often. The flag holds
 * for the whole process, so it is for a program to choose, not for a library.
 */
export function keepYoungGenerationSmall(): void {
  setV8Flag("--semi-space-growth-factor=1");
}
