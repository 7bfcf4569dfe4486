import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readCheckpoint } from "@evalpool/checkpoints";
import { synthesizeDigits } from "@evalpool/mnist";
import { bind, zoo, type Model, type Parameters } from "@evalpool/models";
import type { Tensor } from "@evalpool/tensor";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createForwardRunner } from "../src/workers/forward-runner.js";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

const pixels = synthesizeDigits({ count: 1 }).images.data;

async function shippedModel(id: string): Promise<Model> {
  const url = import.meta.resolve(`@evalpool/models/checkpoints/${id}.safetensors`);
  const { parameters } = await readCheckpoint(await readFile(fileURLToPath(url)), id);
  return bind(zoo.get(id)!.graph, parameters, id);
}

/** The arrays of the file that the page saves. */
async function savedValues(page: Page): Promise<Parameters> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save values" }).click(),
  ]);
  const bytes = await readFile(await download.path());
  return (await readCheckpoint(bytes, download.suggestedFilename())).parameters;
}

function expectClose(got: Tensor | undefined, expected: Tensor): void {
  expect(got?.shape).toEqual(expected.shape);
  const errors = Array.from(expected.data, (value, i) => Math.abs(value - got!.data[i]!));
  expect(Math.max(...errors)).toBeLessThan(1e-6);
}

describePage("a digit is watched on its way", () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof servePlayground>>;
  beforeAll(async () => {
    [browser, server] = await Promise.all([openChromium(), servePlayground()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  /** The page with a network that has read image 0. */
  async function watch(id: string) {
    const opened = await openPlayground(browser, `${server.url}#model=${id}`);
    await opened.page.getByRole("heading", { name: "Classes" }).waitFor();
    return opened;
  }

  test.each(["mlp", "cnn"])(
    "the values of %s are those of the same kernels in Node",
    async (id) => {
      const { page, complaints, requests } = await watch(id);
      const saved = await savedValues(page);
      const model = await shippedModel(id);
      const pass = createForwardRunner(model)(Uint8Array.from(pixels));
      await page.getByText(pass.backend).waitFor();
      expect(saved.get("logits")).toEqual({ data: pass.logits, shape: [10] });
      expect(saved.get("input")).toEqual(pass.input);
      // What engines make of e^x is not the same to the last bit.
      expectClose(saved.get("probabilities"), { data: pass.probabilities, shape: [10] });
      for (const [at, { output }] of model.graph.nodes.entries()) {
        expectClose(saved.get(output), pass.values[at]!);
      }
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
      await page.context().close();
    },
  );

  test("what one points at is told as the file has it", async () => {
    const { page } = await watch("mlp");
    const saved = await savedValues(page);
    const hidden = page.locator(".stage[data-value='layers.2']");
    const told = async (name: string) => {
      const text = (await hidden.locator(".readout").textContent()) ?? "";
      return Number(new RegExp(`${name} (\\S+)`).exec(text)?.[1]);
    };
    const six = (value: number | undefined) => Number(value?.toPrecision(6));
    // By mouse: the third of the bars, which begin on the left.
    const bars = hidden.getByRole("slider");
    const { width, height } = (await bars.boundingBox())!;
    await bars.hover({ position: { x: (2.5 * width) / 50, y: height / 2 } });
    expect(await told("unit")).toBe(2);
    expect(await told("A")).toBe(six(saved.get("layers.1")!.data[2]));
    expect(await told("Z")).toBe(six(saved.get("layers.2")!.data[2]));
    // By keys, from there on.
    await bars.focus();
    await page.keyboard.press("ArrowRight");
    expect(await told("unit")).toBe(3);
    expect(await told("A")).toBe(six(saved.get("layers.1")!.data[3]));
    await hidden.getByRole("img", { name: /^Weights of unit 3: 1×28×28/ }).waitFor();
    await page.context().close();
  });

  test("layers are gone through by keys, and the URL says where one is", async () => {
    const { page } = await watch("cnn");
    const titles = () => page.locator(".stage h3").allTextContents();
    const layer = () => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("layer");
    expect(await titles()).toHaveLength(12);
    await page.getByRole("button", { name: "Back" }).focus();
    await page.keyboard.press("Home");
    expect(await titles()).toEqual(["input 1×28×28"]);
    await expect.poll(layer).toBe("x");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await titles()).toHaveLength(3);
    await expect.poll(layer).toBe("layers.3");
    // What it is read as is not told before the last layer.
    expect(await page.getByText("reads it as").count()).toBe(0);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(layer).toBe("layers.0");
    await page.reload();
    await page.getByText("layer 1 of 11").waitFor();
    expect(await titles()).toHaveLength(2);
    await page.getByRole("button", { name: "All" }).focus();
    await page.keyboard.press("End");
    await expect.poll(layer).toBeNull();
    await page.getByText("reads it as 0").waitFor();
    await page.context().close();
  });

  test("another picture is seen at once, and what changed where that is asked for", async () => {
    const { page } = await watch("mlp");
    const before = await savedValues(page);
    await page.getByRole("button", { name: "Show what changed" }).click();
    await page.evaluate(() => {
      location.hash = "#image=1";
    });
    const input = page.locator(".stage[data-value='x']");
    await input.getByText(/change -?[1-9]/).waitFor();
    const after = await savedValues(page);
    expect(after.get("logits")).not.toEqual(before.get("logits"));
    const last = page.locator(".stage[data-value='layers.6']");
    await last.getByRole("slider").focus();
    await page.keyboard.press("End");
    const change = after.get("layers.6")!.data[9]! - before.get("layers.6")!.data[9]!;
    const text = (await last.locator(".readout").textContent()) ?? "";
    expect(Number(/change (\S+)/.exec(text)?.[1])).toBe(Number(change.toPrecision(6)));
    await page.context().close();
  });
});
