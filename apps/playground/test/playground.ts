import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { preview, type PreviewServer } from "vite";
import { describe } from "vitest";
import { chromiumFlags, chromiumPath } from "../../../test/chromium.js";
import config from "../vite.config.js";

/** A `describe` for tests of the page in a real browser: skipped where there is none. */
export const describePage = describe.skipIf(chromiumPath === undefined);

/**
 * Serves the built page on a free port of this machine.
 *
 * @param isIsolated whether with the headers that let threads share memory
 * @param outDir where the built page is, when it is elsewhere
 */
export async function servePlayground(
  isIsolated = true,
  outDir = "dist",
): Promise<PreviewServer & { url: string }> {
  const server = await preview({
    ...config,
    // By itself: what is told here would be merged with its headers.
    configFile: false,
    logLevel: "warn",
    build: { outDir },
    preview: { ...(isIsolated && config.preview), host: "127.0.0.1", port: 0, open: false },
  });
  const address = server.httpServer.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return Object.assign(server, { url: `http://127.0.0.1:${port}/` });
}

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: [...chromiumFlags] });
}

/** The page, and what it did that it should not have done. */
export interface OpenedPage {
  readonly page: Page;
  /** Lines of the console, exceptions, dialogs. */
  readonly complaints: readonly string[];
  /** What was asked of other hosts. */
  readonly requests: readonly string[];
}

export async function openPlayground(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}
