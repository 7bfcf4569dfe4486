import { defineConfig } from "tsup";
import { dtsWithDisposables, shared } from "../../tsup.shared.ts";

export default defineConfig({
  ...shared,
  entry: ["src/index.ts", "src/node.ts", "src/reading.ts"],
  dts: dtsWithDisposables,
});
