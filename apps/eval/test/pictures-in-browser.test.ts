import { zoo } from "@evalpool/models";
import { drawNetwork, plotActivations, toSvg } from "@evalpool/pictures";
import type * as pictures from "@evalpool/pictures";
import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleForBrowser } from "../../../test/bundle-for-browser.js";
import { describeBrowser, openBrowser } from "./browser.js";

/** What the script in the page sets. */
declare const face: typeof pictures;

const hostile = `<script>alert("1")</script> & ' ]]> \u0000\u001b[31m\u009b \uD800 \uFFFF`;
const chart = { width: 100, height: 50, marks: [] };
const names = ["step", "sigmoid", "softmax"] as const;
const { graph } = zoo.get("cnn")!;

/** The elements of an SVG file in their order, whichever way their attributes are written. */
function formOf(svg: string): unknown[] {
  const parser = new DOMParser({ onError: onErrorStopParsing });
  const elements = parser.parseFromString(svg, "image/svg+xml").getElementsByTagName("*");
  return Array.from(elements, ({ nodeName, textContent, attributes }) => {
    const told = Array.from(attributes, ({ name, value }) =>
      name === "style" ? value.replaceAll(/\s|;$/g, "") : `${name}=${value}`,
    );
    return [nodeName, textContent, told.sort()];
  });
}

describeBrowser("a browser's own DOM draws the pictures that Node.js draws", () => {
  let browser: Browser;
  let page: Page;
  let script: string;

  beforeAll(async () => {
    script = await bundleForBrowser("@evalpool/pictures", new URL("..", import.meta.url));
    browser = await openBrowser();
    // On a coarser screen, Plot draws half a pixel beside.
    page = await browser.newPage({ deviceScaleFactor: 2 });
    await page.addScriptTag({ content: script });
  });
  afterAll(() => browser.close());

  test("with none in the bundle", () => {
    expect(script).not.toContain("linkedom");
  });

  test("activation functions", async () => {
    const drawn = await page.evaluate((names) => face.plotActivations(names), names);
    expect(formOf(drawn)).toEqual(formOf(plotActivations(names)));
  });

  test("a network", async () => {
    const drawn = await page.evaluate((graph) => face.drawNetwork(graph), graph);
    expect(formOf(drawn)).toEqual(formOf(drawNetwork(graph)));
  });

  test("text of any kind", async () => {
    const caption = { title: hostile, description: hostile };
    const given = [[chart], caption] as const;
    const drawn = await page.evaluate(([charts, caption]) => face.toSvg(charts, caption), given);
    expect(formOf(drawn)).toEqual(formOf(toSvg([chart], caption)));
  });
});
