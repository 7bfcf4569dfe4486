import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import {
  firefoxPath,
  hasFirefoxDriver,
  openFirefox,
  type FirefoxBrowser,
  type FirefoxPage,
} from "./firefox.js";
import { servePlayground } from "./playground.js";

describe.skipIf(firefoxPath === undefined || !hasFirefoxDriver)("in Firefox", () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: FirefoxBrowser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([servePlayground(), openFirefox()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(hash: string): Promise<{ page: FirefoxPage; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(server.url + hash);
    return { page, complaints };
  }

  const textOf = (page: FirefoxPage): Promise<string> => page.evaluate("document.body.textContent");
  const shows = (page: FirefoxPage, text: string): Promise<unknown> =>
    page.waitForFunction(`document.body.textContent.includes(${JSON.stringify(text)})`);

  test("a digit is read, by kernels with relaxed SIMD or without", async () => {
    const { page, complaints } = await open("#model=cnn");
    await shows(page, "reads it as 0");
    expect(await textOf(page)).toMatch(/wasm-(relaxed|simd)/);
    expect(complaints).toEqual([]);
  });

  test.each(["examples", "functions"])("%s is there", async (view) => {
    const { page, complaints } = await open(`#view=${view}`);
    await page.waitForFunction("document.querySelector('main h2')");
    expect(complaints).toEqual([]);
  });

  describeShared("on real MNIST", () => {
    test("the whole test set is evaluated to 9,863", async () => {
      const { page, complaints } = await open("#view=evaluate");
      const input = await page.$("input[type=file]");
      await input!.uploadFile(
        sharedFile("mnist/t10k-images-idx3-ubyte.gz"),
        sharedFile("mnist/t10k-labels-idx1-ubyte.gz"),
      );
      await shows(page, "t10k-images-idx3-ubyte.gz: opened here");
      await page.locator("main button.primary").click();
      await shows(page, "9,863 of 10,000 correct");
      expect(complaints).toEqual([]);
    });
  });
});
