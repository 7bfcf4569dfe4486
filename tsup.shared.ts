import type { Options } from "tsup";

/** What every package's build has in common: ESM with types, one output file for each entry. */
export const shared: Options = {
  format: "esm",
  target: "node22",
  platform: "neutral",
  dts: true,
  sourcemap: true,
  clean: true,
};
