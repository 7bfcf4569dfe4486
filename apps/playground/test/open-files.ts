import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "playwright-core";

/** Chooses files in the dialog that the page opens. */
export async function chooseFiles(page: Page, ...files: readonly string[]): Promise<void> {
  await page.getByLabel("Files to open").setInputFiles([...files]);
}

/** Drops files onto the page, as from a desktop. */
export async function dropFiles(page: Page, ...files: readonly string[]): Promise<void> {
  const contents = files.map((file) => ({
    name: basename(file),
    base64: readFileSync(file).toString("base64"),
  }));
  const data = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of contents) {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, contents);
  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}
