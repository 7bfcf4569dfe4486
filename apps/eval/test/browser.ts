import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { describe } from "vitest";
import { chromiumFlags, chromiumPath } from "../../../test/chromium.js";

/** A `describe` for tests in a real browser: skipped where there is none. */
export const describeBrowser = describe.skipIf(chromiumPath === undefined);

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: [...chromiumFlags] });
}

/** A page from disk, and what it did that it should not have done. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors in the console, exceptions, dialogs. */
  readonly complaints: readonly string[];
  /** What was asked for beside the page itself and data inside it. */
  readonly requests: readonly string[];
}

export async function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  const requests: string[] = [];
  const { href } = pathToFileURL(file);
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== href && !request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.goto(href);
  return { page, complaints, requests };
}
