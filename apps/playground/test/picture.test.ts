import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRaster, paintImage, rasterToPng } from "@evalpool/pictures";
import { synthesizeDigits } from "@evalpool/mnist";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { drawDigit, one, seven } from "./draw-digit.js";
import { chooseFiles, dropFiles } from "./open-files.js";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "evalpool-playground-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Drawn digits as files, dark on light, three times as large. */
function pictureOf(index: number): string {
  const { images } = synthesizeDigits({ count: index + 1 });
  const bytes = images.data.slice(index * 784).map((v) => 255 - v);
  const raster = createRaster({ width: 104, height: 104 }, [], 255);
  paintImage(raster, { shape: [1, 28, 28], bytes }, { left: 10, top: 10 }, 3);
  const file = join(directory, `digit-${index}.png`);
  writeFileSync(file, rasterToPng(raster));
  return file;
}

describePage("the picture that goes into the network", () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([servePlayground(), openChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(hash = ""): Promise<Page> {
    const { page, complaints, requests } = await openPlayground(browser, server.url + hash, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    onTestFinished(async () => {
      await page.context().close();
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
    });
    return page;
  }

  const copied = async (page: Page, what: string): Promise<string> => {
    await page.getByRole("button", { name: `Copy the ${what}` }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };

  test.each(["mlp", "cnn"])(
    "a digit that is drawn is read by %s, and can be shared",
    async (id) => {
      const page = await open(`#model=${id}`);
      await drawDigit(page, seven);
      await page.getByText("reads it as 7").waitFor();
      const link = await copied(page, "link");
      const other = await open(new URL(link).hash);
      await other.getByText("reads it as 7").waitFor();
      await page.getByRole("button", { name: "Clear" }).click();
      await drawDigit(page, one);
      await page.getByText("reads it as 1").waitFor();
      await page.getByRole("button", { name: "Undo stroke" }).click();
      await page.getByText("Draw a digit here").waitFor();
    },
  );

  test("images of the data set are picked: the next, of a class, by index, wrong ones", async () => {
    const page = await open();
    const { labels } = synthesizeDigits({ count: 200 });
    const shows = (index: number): Promise<void> =>
      page
        .getByText(`image ${index}, label ${labels.data[index]}`, { exact: false })
        .first()
        .waitFor();
    await shows(0);
    await page.getByRole("button", { name: "Next image" }).click();
    await shows(1);
    await page.getByRole("combobox", { name: "Class" }).selectOption("4");
    await page.getByRole("button", { name: "Next image" }).click();
    await shows(labels.data.indexOf(4, 2));
    await page.getByLabel("Index").fill("123");
    await page.getByLabel("Index").press("Enter");
    await shows(123);
    expect(await copied(page, "command")).toBe(
      "evalpool forward --model mlp --dataset synthetic --index 123",
    );
    await page.getByLabel("Index").fill("10000");
    await page.getByLabel("Index").press("Enter");
    await page.getByText("expected an image from 0 to 9999, got 10000").first().waitFor();
    await page.getByRole("combobox", { name: "Class" }).selectOption("");
    await page.getByRole("button", { name: "Next wrong one" }).click();
    await page.getByText(/reads it as \d.*label is \d/s).waitFor();
  });

  test.each([
    ["#image=file", "was opened from a file"],
    ["#image=drawn:%3F", "is none"],
    ["#image=-3", "is none"],
    ["#model=file", "network of this address"],
    ["#data=file", "data set of this address"],
    ["#model=nonsense", "nonsense: expected mlp"],
    ["#data=nonsense", "data: expected synthetic or mnist"],
  ])("an address that cannot be followed says so: %s", async (hash, told) => {
    const page = await open(hash);
    await page.locator(".notices").getByText(told).waitFor();
  });

  test("a network that cannot be had leaves nothing of another behind", async () => {
    const { page } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    await page.route(/githubusercontent/, (route) => route.abort());
    await page.getByText(/reads it as \d/).waitFor();
    await page.getByRole("combobox", { name: "Network" }).selectOption("book-mlp");
    await page.getByText("cannot be downloaded").waitFor();
    expect(await page.getByText(/reads it as|as the network sees it/).count()).toBe(0);
  });

  test("Back finds a drawing again", async () => {
    const page = await open();
    await drawDigit(page, seven);
    await page.getByRole("link", { name: "Evaluate" }).click();
    await page.goBack();
    await page.getByText("reads it as 7").waitFor();
  });

  test("a picture is dropped, and made what MNIST's digits are", async () => {
    const page = await open();
    const { labels } = synthesizeDigits({ count: 3 });
    await dropFiles(page, pictureOf(2));
    await page.locator("figcaption", { hasText: "inverted, as dark on light" }).waitFor();
    await page.getByText(`reads it as ${labels.data[2]}`).waitFor();
  });

  test("what the network sees is saved, to be opened again as it is", async () => {
    const page = await open();
    await drawDigit(page, seven);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save picture" }).click(),
    ]);
    const file = join(directory, download.suggestedFilename());
    await download.saveAs(file);
    expect(await readFile(file)).not.toHaveLength(0);
    const seen = page.getByRole("img", { name: /^What the network sees/ });
    const pixels = (): Promise<string> =>
      seen.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const drawn = await pixels();
    await chooseFiles(page, file);
    await page.getByText("picture.png, as the network sees it").waitFor();
    expect(await pixels()).toBe(drawn);
  });
});
