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

/** Types that are disposed of: a browser project's libraries may not have that by themselves. */
export const dtsWithDisposables = { banner: '/// <reference lib="esnext.disposable" />' };
