import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "fast-png";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { mnist, runCli, weights } from "./run-cli.js";

/** A line of `--samples`. */
export interface Sample {
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  readonly probabilities: readonly number[];
}

/** A report on real MNIST, and what it is to show. */
export interface RealReport {
  readonly file: string;
  readonly samples: readonly Sample[];
}

export async function reportOnMnist(directory: string): Promise<RealReport> {
  const file = join(directory, "report.html");
  const lines = join(directory, "samples.jsonl");
  const args = [...mnist, ...weights, "--report", file, "--samples", lines];
  expect(await runCli(args)).toMatchObject({ code: 0, stderr: "" });
  const text = await readFile(lines, "utf8");
  const samples = text.trimEnd().split("\n").map((line) => JSON.parse(line) as Sample); // prettier-ignore
  return { file, samples };
}

/** The button of a cell of the matrix. */
export function cell(page: Page, label: number, prediction: number): Locator {
  return page.locator(`.matrix [data-label="${label}"][data-prediction="${prediction}"]`);
}

/** Indices of the images that a part of the page shows. */
export function shownIn(page: Page, section: string): Promise<number[]> {
  const cards = `document.querySelectorAll("${section} .card")`;
  return page.evaluate(`Array.from(${cards}, (card) => Number(card.dataset.index))`);
}

/** What is used of a browser, whose types are not here. */
interface Browsing {
  getComputedStyle(element: unknown): Readonly<Record<string, string>>;
}

/** The pixels of what shows an image of 28 × 28, in one picture of many. */
export async function pixelsOf(digit: Locator): Promise<number[]> {
  const styles = await digit.evaluate((element) => {
    const browser = globalThis as unknown as Browsing;
    const { backgroundImage, backgroundSize, backgroundPosition } =
      browser.getComputedStyle(element);
    return { backgroundImage, backgroundSize, backgroundPosition };
  });
  const [, png] = /url\("data:image\/png;base64,([^"]+)"\)/.exec(styles.backgroundImage!)!;
  const { data, width } = decode(Buffer.from(png!, "base64"));
  const numbers = (text: string | undefined) => text!.split(" ").map(parseFloat);
  const [columns, rows] = numbers(styles.backgroundSize).map((size) => size / 100);
  const [x, y] = numbers(styles.backgroundPosition);
  const column = Math.round((x! / 100) * (columns! - 1));
  const row = Math.round((y! / 100) * (rows! - 1));
  return Array.from(
    { length: 784 },
    (_, i) => data[(28 * row + Math.floor(i / 28)) * width + 28 * column + (i % 28)]!,
  );
}

/** The images of a page of 28 × 28 in grey, by place. */
interface PageImages {
  readonly indices: readonly number[];
  readonly pixels: (place: number) => Buffer;
}

/** Reads them as another program would: sheets from the style, what they are of from the data. */
export function imagesOf(page: string): PageImages {
  const [, json] = /<script type="application\/json" id="data">([^<]+)</.exec(page)!;
  const { sheets, samples } = JSON.parse(json!) as {
    readonly sheets: readonly { readonly first: number; readonly columns: number }[];
    readonly samples: { readonly indices: string };
  };
  const bytes = Uint8Array.from(Buffer.from(samples.indices, "base64"));
  const pictures = [...page.matchAll(/url\(data:image\/png;base64,([^)]+)\)/g)].map(([, png]) =>
    decode(Buffer.from(png!, "base64")),
  );
  expect(pictures).toHaveLength(sheets.length);
  return {
    indices: [...new Uint32Array(bytes.buffer)],
    pixels(place) {
      const sheet = sheets.findLastIndex(({ first }) => first <= place);
      const { first, columns } = sheets[sheet]!;
      const { data, width } = pictures[sheet]!;
      const left = 28 * ((place - first) % columns);
      const top = 28 * Math.floor((place - first) / columns);
      const row = (y: number) => (top + y) * width + left;
      const rows = Array.from({ length: 28 }, (_, y) => data.subarray(row(y), row(y) + 28));
      return Buffer.concat(rows.map((it) => Uint8Array.from(it)));
    },
  };
}
