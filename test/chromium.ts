import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Chromium as `$CHROME_PATH` names it, Debian installs it, or `$PATH` has it; else undefined. */
export const chromiumPath = [
  ...(process.env["CHROME_PATH"] ? [process.env["CHROME_PATH"]] : []),
  "/usr/bin/chromium",
  ...(process.env["PATH"] ?? "").split(delimiter).map((place) => join(place, "chromium")),
].find(isExecutable);

/** That it needs no more than a terminal has, and asks the internet for nothing by itself. */
export const chromiumFlags: readonly string[] = [
  "no-sandbox",
  "disable-gpu",
  "disable-quic",
  "no-first-run",
  "disable-background-networking",
  "disable-component-update",
  "disable-sync",
].map((flag) => `--${flag}`);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
