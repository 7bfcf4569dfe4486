import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeShared, golden } from "../../../test/shared.js";
import {
  describePage,
  openChromium,
  openPlayground,
  servePlayground,
  type OpenedPage,
} from "./playground.js";

/** The numbers of a table's rows, by the symbol that each begins with. */
async function valuesOf(page: Page, label: string): Promise<ReadonlyMap<string, number[]>> {
  const rows = await page.getByRole("region", { name: label, exact: true }).getByRole("row").all();
  const texts = rows.map(async (row): Promise<[string, number[]]> => {
    const name = await row.getByRole("rowheader").innerText();
    const text = await row.getByRole("cell").innerText();
    return [name, [...text.matchAll(/-?\d[\d.e+-]*/g)].map(([number]) => Number(number))];
  });
  return new Map(await Promise.all(texts));
}

function expectShown(shown: readonly number[] | undefined, expected: readonly number[]): void {
  expect(shown).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    // NumPy prints 8 decimals.
    expect(Math.abs((shown?.[i] ?? NaN) - value)).toBeLessThanOrEqual(0.5000001e-8);
  }
}

describePage("worked examples", { timeout: 120_000 }, () => {
  let server: Awaited<ReturnType<typeof servePlayground>>;
  let browser: Browser;
  beforeAll(async () => {
    server = await servePlayground();
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(hash: string): Promise<OpenedPage> {
    const opened = await openPlayground(browser, `${server.url}#view=examples${hash}`);
    await opened.page.getByRole("heading", { name: "Layer by layer" }).waitFor();
    return opened;
  }

  describeShared("NumPy's values, to the digits that are shown", () => {
    test("three-layer: every A and Z, weight and bias", async () => {
      const { three_layer: numpy } = golden("numeric") as {
        three_layer: Record<string, number[] | number[][]>;
      };
      const { page, complaints, requests } = await open("");
      const values = await valuesOf(page, "What every layer gives");
      expect([...values.keys()]).toEqual([
        "x",
        "A1 = x·W1 + b1",
        "Z1 = sigmoid(A1)",
        "A2 = Z1·W2 + b2",
        "Z2 = sigmoid(A2)",
        "A3 = Z2·W3 + b3",
        "y = identity(A3)",
      ]);
      const parameters = await valuesOf(page, "Weights and biases");
      expect([...parameters.keys()]).toEqual(["W1", "b1", "W2", "b2", "W3", "b3"]);
      for (const [name, shown] of [...values, ...parameters]) {
        expectShown(shown, (numpy[name.split(" ")[0] ?? ""] ?? []).flat());
      }
      expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    });

    test("six-layer: what identity and softmax give", async () => {
      const { six_layer: numpy } = golden("numeric") as {
        six_layer: Record<"x" | "identity" | "softmax", number[]>;
      };
      const { page } = await open("&example=six-layer");
      const values = await valuesOf(page, "What every layer gives");
      expectShown(values.get("x"), numpy.x);
      expectShown(values.get("y = identity(A6)"), numpy.identity);
      expectShown(values.get("y = softmax(A6)"), numpy.softmax);
    });
  });

  test("an input that is moved changes the values, the address and the command", async () => {
    const { page, complaints } = await open("");
    await page.getByRole("slider", { name: "x[0]" }).press("ArrowRight");
    const values = await valuesOf(page, "What every layer gives");
    // np.array([1.1, 0.5]) @ W1 + b1
    expectShown(values.get("A1 = x·W1 + b1"), [0.31, 0.73, 1.15]);
    await page.getByText("evalpool forward three-layer 1.1 0.5").waitFor();
    await page.waitForURL(/x=1\.1%2C0\.5/);

    await page.reload();
    await page.getByText("evalpool forward three-layer 1.1 0.5").waitFor();
    const typed = page.getByRole("spinbutton", { name: "x[1] as a number" });
    await typed.fill("-20");
    await typed.press("Enter");
    await page.getByText("evalpool forward three-layer 1.1 -20").waitFor();

    await page.getByRole("button", { name: "Reset to 1, 0.5" }).click();
    await page.getByText("evalpool forward three-layer 1 0.5").waitFor();
    await page.waitForURL((url) => !url.hash.includes("x="));
    expect(complaints).toEqual([]);
  });

  test("a neuron that is pointed at, or gone to, is explained in numbers", async () => {
    const { page } = await open("");
    await page.getByText("A1[0] = 1·0.1 + 0.5·0.2 + 0.1 = 0.3", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Z1[2]" }).hover();
    await page.getByText("Z1[2] = sigmoid(1.1) = 0.75026011", { exact: true }).waitFor();
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Z1[2]" }).focus();
    await page.keyboard.press("ArrowRight");
    // Of two neurons the last is nearest to the third of three.
    await page.getByText("Z2[1] = sigmoid(1.21402696) = 0.7710107", { exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "Z2[1]" }).getAttribute("aria-pressed")).toBe(
      "true",
    );
    await page.getByRole("button", { name: "six-layer" }).click();
    await page.getByRole("heading", { name: "Neuron 0 of layer 1" }).waitFor();
  });
});
