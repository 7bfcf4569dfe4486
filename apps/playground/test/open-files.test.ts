import { writeFileSync, mkdtempSync, rmSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeNpz } from "@evalpool/arrays";
import { writeSafetensors } from "@evalpool/checkpoints";
import { parametersOf, zoo } from "@evalpool/models";
import { size } from "@evalpool/tensor";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { describeShared, golden, sharedFile } from "../../../test/shared.js";
import { chooseFiles, dropFiles } from "./open-files.js";
import { describePage, openChromium, openPlayground, servePlayground } from "./playground.js";

const mnist = ["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"].map((file) =>
  sharedFile(`mnist/${file}`),
);

/** Networks as files, with what NumPy gets of them (golden/mnist.json). */
const networks = [
  ["book-mlp", "sample_weight", ["checkpoints/sample_weight.pkl"]],
  ["book-simple-convnet", "simple_convnet", ["checkpoints/simple_convnet_params.pkl"]],
  ["book-deep-convnet", "deep_convnet", ["checkpoints/deep_convnet_params.pkl"]],
  ["the same as ONNX", "sample_weight", ["onnx/mlp.onnx"]],
  ["convnet as ONNX", "simple_convnet", ["onnx/simple.onnx"]],
] as const;

interface Golden {
  readonly correct: number;
  readonly logits_of_first_3: readonly (readonly number[])[];
}

describePage("files that are opened", () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "evalpool-playground-"));
    [server, browser] = await Promise.all([servePlayground(), openChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    rmSync(directory, { recursive: true });
  });

  async function open(hash = ""): Promise<Page> {
    const { page, complaints, requests } = await openPlayground(browser, server.url + hash);
    onTestFinished(async () => {
      await page.context().close();
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
    });
    return page;
  }

  const logitsOf = async (page: Page): Promise<number[]> => {
    const cells = await page.locator(".classes tbody tr td:last-child").allInnerTexts();
    return cells.map(Number);
  };

  describeShared("on real MNIST", () => {
    test.each(networks)("%s: its first logits and its whole test set", async (_, key, files) => {
      const expected = (golden("mnist") as Record<string, Golden>)[key]!;
      const page = await open();
      await dropFiles(page, ...mnist);
      await page.getByText("Images of t10k-images-idx3-ubyte").waitFor();
      await dropFiles(page, ...files.map(sharedFile));
      await page
        .getByRole("option", { name: /opened here/ })
        .first()
        .waitFor({ state: "attached" });
      for (const [index, logits] of expected.logits_of_first_3.entries()) {
        await page.getByLabel("Index").fill(String(index));
        await page.getByLabel("Index").press("Enter");
        const largest = Math.max(...logits.map(Math.abs));
        await expect
          .poll(
            async () => {
              const got = await logitsOf(page);
              return Math.max(...logits.map((value, i) => Math.abs(value - got[i]!))) / largest;
            },
            { timeout: 30_000 },
          )
          .toBeLessThan(1e-4);
      }
      await page.getByRole("link", { name: "Evaluate" }).click();
      await page.getByRole("button", { name: "Evaluate 10,000 images" }).click();
      const correct = expected.correct.toLocaleString("en-US");
      await page.getByText(`${correct} of 10,000 correct`).waitFor();
    });

    test.each([
      ["mlp", "9,863"],
      ["cnn", "9,964"],
    ])(
      "%s, which comes with the page, reads as many right as its card says",
      async (id, correct) => {
        const page = await open(`#view=evaluate&model=${id}`);
        await chooseFiles(page, ...mnist);
        await page
          .getByRole("option", { name: /t10k.*opened here/ })
          .waitFor({ state: "attached" });
        await page.getByRole("button", { name: "Evaluate 10,000 images" }).click();
        await page.getByText(`${correct} of 10,000 correct`).waitFor();
      },
    );
  });

  describeShared("of other frameworks", () => {
    test.each(["real/mlp-mnist.keras", "real/cntk-mnist.onnx", "real/pytorch-convnet-mnist.onnx"])(
      "%s is opened as it is",
      async (file) => {
        const page = await open();
        await chooseFiles(page, sharedFile(file));
        await page.getByRole("option", { name: /opened here/ }).waitFor({ state: "attached" });
        await page.getByText(/reads it as \d/).waitFor();
      },
    );
  });

  test.each(["npz", "safetensors", "a spec and safetensors"])(
    "weights of one's own as %s are of the network that they fit",
    async (form) => {
      // All zeros but the last bias: whatever the image, it is a 4.
      const parameters = new Map(
        parametersOf(zoo.get("mlp")!.graph).map(({ name, storedShape: shape }) => {
          const data = new Float32Array(size(shape));
          if (name === "b3") data[4] = 9;
          return [name, { data, shape }];
        }),
      );
      const weights = join(directory, form === "npz" ? "four.npz" : "four.safetensors");
      const bytes = form === "npz" ? await encodeNpz(parameters) : writeSafetensors(parameters);
      writeFileSync(weights, bytes);
      const spec = join(directory, "four.json");
      const dense = (units: number, i: number) => ({
        type: "dense",
        units,
        weight: `W${i}`,
        bias: `b${i}`,
      });
      const layers = [dense(50, 1), { type: "sigmoid" }, dense(100, 2), dense(10, 3)];
      writeFileSync(spec, JSON.stringify({ id: "four", input: [784], layers }));
      const page = await open();
      await dropFiles(page, ...(form.startsWith("a spec") ? [spec, weights] : [weights]));
      await page.getByText("reads it as 4").waitFor();
    },
  );

  /** Bad files, and how the line begins that they are refused with. */
  const bad: readonly (readonly [name: string, content: string | Uint8Array, line: string])[] = [
    [
      "evil.pkl",
      Buffer.from("gAJjb3MKc3lzdGVtClgKAAAAdG91Y2ggL3RtcIVSLg==", "base64"),
      "evil.pkl: ",
    ],
    ["cut.onnx", Uint8Array.of(8, 7, 0x12, 4, 0x74), "cut.onnx: "],
    ["notes.txt", "not a network at all\n", "model notes.txt: "],
    ["lone-images", Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1), "lone-images: "],
    ["bomb.gz", Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2), "bomb.gz: "],
    ["broken.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1), "broken.png: "],
    ["<b>.json", "{", "<b>.json: "],
  ];

  test.each(bad)("%s is refused in a line, and the page goes on", async (name, content, line) => {
    const page = await open();
    await page.getByText(/reads it as \d/).waitFor();
    const file = join(directory, name);
    writeFileSync(file, content);
    await dropFiles(page, file);
    const notice = page.getByRole("alert").getByRole("paragraph");
    await notice.waitFor();
    expect(await notice.allInnerTexts()).toEqual([expect.stringContaining(line)]);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByText(/reads it as \d/).waitFor();
  });

  test("a digest that is not the published one is refused", async () => {
    const { page } = await openPlayground(browser, server.url);
    onTestFinished(() => page.context().close());
    await page.route(/amazonaws|googleapis/, (route) =>
      route.fulfill({
        body: readFileSync(new URL("open-files.ts", import.meta.url)),
        headers: { "access-control-allow-origin": "*" },
      }),
    );
    await page.getByRole("combobox", { name: "Images" }).selectOption("mnist");
    await page.getByRole("alert").getByText("cannot be downloaded").waitFor();
  });

  describeShared("from mirrors", () => {
    test("MNIST is fetched from the mirror that gives it, and accepted by its digest", async () => {
      const { page } = await openPlayground(browser, server.url);
      onTestFinished(() => page.context().close());
      await page.route(/amazonaws/, (route) => route.fulfill({ status: 404 }));
      await page.route(/googleapis/, (route) => {
        const name = new URL(route.request().url()).pathname.split("/").at(-1)!;
        return route.fulfill({
          body: readFileSync(sharedFile(`mnist/${name}`)),
          headers: { "access-control-allow-origin": "*" },
        });
      });
      await page.getByRole("combobox", { name: "Images" }).selectOption("mnist");
      await page.getByText("image 0, label 7").first().waitFor();
    });
  });
});
