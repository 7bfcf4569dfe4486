import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeNetwork } from "@evalpool/checkpoints";
import { bind, lowerSpec, parametersOf } from "@evalpool/models";
import { expect, onTestFinished, test } from "vitest";
import { evalCommand } from "./eval-command.js";
import { chooseFiles } from "./open-files.js";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

/** A network of images in colour that are larger than digits, with weights that are as good as any. */
function colourNetwork(): Uint8Array {
  const graph = lowerSpec({
    id: "colour",
    input: [3, 32, 32],
    preprocess: { scale: 1 / 255 },
    layers: [{ type: "flatten" }, { type: "dense", units: 10, weight: "W", bias: "b" }],
  });
  const parameters = parametersOf(graph).map(({ name, shape }) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length }, (_, i) => Math.sin(i * i));
    return [name, { data, shape }] as const;
  });
  return writeNetwork(bind(graph, new Map(parameters), "colour"));
}

describePage("a network that images do not fit", () => {
  test("nothing is evaluated until they are made to fit, which is what the command then does", async () => {
    const directory = await mkdtemp(join(tmpdir(), "evalpool-"));
    const [server, browser] = await Promise.all([servePlayground(), openChromium()]);
    onTestFinished(async () => {
      await browser.close();
      await server.close();
      await rm(directory, { recursive: true });
    });
    const file = join(directory, "colour.safetensors");
    await writeFile(file, colourNetwork());
    const { page, complaints } = await openPlayground(browser, `${server.url}#view=evaluate`);
    const start = page.getByRole("button", { name: /^Evaluate/ });
    const choice = page.getByLabel("Make the images fit this network: made rgb, resized to 32×32");
    await page.getByText("Not yet").waitFor({ state: "detached" });
    expect(await choice.count()).toBe(0);
    await chooseFiles(page, file);
    await page.getByText("colour takes images of 3×32×32, got 1×28×28").waitFor();
    expect(await start.isDisabled()).toBe(true);

    await page.getByRole("link", { name: "Watch" }).click();
    await page.locator(".failed").getByText("colour takes images of 3×32×32").waitFor();
    await choice.check();
    await page.getByText(/reads it as \d/).waitFor();

    await page.getByRole("link", { name: "Evaluate" }).click();
    expect(await choice.isChecked()).toBe(true);
    const flags = "--channels rgb --resize 32x32";
    const command = await page.locator("footer code").innerText();
    expect(command).toContain(`eval --model colour.safetensors ${flags}`);
    await start.click();
    await page.locator(".summary").waitFor();
    const { correct } = await evalCommand("--model", file, ...flags.split(" "));
    const summary = await page.locator(".summary").innerText();
    expect(summary).toContain(`${correct.toLocaleString("en-US")} of 10,000 correct`);

    await choice.uncheck();
    expect(await start.isDisabled()).toBe(true);
    await choice.check();
    await page.getByRole("combobox", { name: "Network" }).selectOption("mlp");
    await page.getByText("Not yet").waitFor({ state: "detached" });
    expect(await choice.count()).toBe(0);
    expect(await page.locator("footer code").innerText()).not.toContain("--resize");
    expect(complaints).toEqual([]);
  });
});
