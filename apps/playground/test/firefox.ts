import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Where what drives Firefox is installed; a package of its own. */
export const firefoxDirectory = fileURLToPath(new URL("firefox/", import.meta.url));

/** Whether it is; in CI it is. */
export const hasFirefoxDriver = existsSync(`${firefoxDirectory}node_modules/puppeteer-core`);

/** Firefox as Debian installs it, or `$FIREFOX_PATH` names it; else undefined. */
export const firefoxPath = [process.env["FIREFOX_PATH"] ?? "", "/usr/bin/firefox-esr"].find(
  (path) => existsSync(path),
);

/** As much of Puppeteer as is used here. */
export interface FirefoxBrowser {
  newPage(): Promise<FirefoxPage>;
  close(): Promise<void>;
}

export interface FirefoxPage {
  on(event: "console", listen: (message: { text(): string }) => void): unknown;
  on(event: "pageerror", listen: (error: Error) => void): unknown;
  goto(url: string): Promise<unknown>;
  evaluate<T>(code: string): Promise<T>;
  waitForFunction(code: string): Promise<unknown>;
  locator(selector: string): { click(): Promise<void> };
  $(selector: string): Promise<{ uploadFile(...files: string[]): Promise<void> } | null>;
}

/** Playwright drives a Firefox of its own alone; Puppeteer drives any, by WebDriver BiDi. */
export async function openFirefox(): Promise<FirefoxBrowser> {
  const file = createRequire(firefoxDirectory).resolve("puppeteer-core");
  const { launch } = (await import(pathToFileURL(file).href)) as {
    launch: (options: object) => Promise<FirefoxBrowser>;
  };
  return launch({ browser: "firefox", executablePath: firefoxPath, headless: true });
}
