import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { bundleForBrowser } from "./bundle-for-browser.js";

const root = new URL("..", import.meta.url);

// What comes from elsewhere is in it, which tsconfig.faces.json does not look into.
test.each(readdirSync(new URL("packages", root)))(
  "what the main entry of %s reaches has a place in a browser",
  async (name) => {
    const script = await bundleForBrowser(`@evalpool/${name}`, new URL(`packages/${name}/`, root));
    expect(script).toContain("var face = ");
  },
);

test("what reaches Node's modules has none", async () => {
  await expect(bundleForBrowser("node:fs", root)).rejects.toThrow('Could not resolve "node:fs"');
});
