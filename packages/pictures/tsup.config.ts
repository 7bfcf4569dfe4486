import { defineConfig } from "tsup";
import { shared } from "../../tsup.shared.ts";

export default defineConfig({
  ...shared,
  entry: ["src/index.ts", "src/structure.ts", "src/dom.ts", "src/dom-browser.ts"],
  // Which of the two it is, is said where it is loaded or bundled.
  external: ["#dom"],
  dts: { entry: ["src/index.ts", "src/structure.ts"] },
});
