import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeShared, sharedFile } from "../../../test/shared.js";
import { createForeignProject, type ForeignProject } from "./foreign-project.js";

const imports = `
import { loadModel } from "@evalpool/checkpoints/node";
import { loadSplit } from "@evalpool/mnist/node";
import { atLeast, atMost, exactly } from "@evalpool/vitest";
import { expect, test } from "vitest";

const data = { data: ${JSON.stringify(sharedFile("mnist"))} };
const weights = ${JSON.stringify(sharedFile("checkpoints/sample_weight.pkl"))};
`;

// 9,352 of 10,000; sklearn.metrics.recall_score(y, p, average=None)[5] is 0.8890
const good = `${imports}
test("reads digits", { timeout: 60_000 }, async () => {
  await expect(loadModel("mlp", weights)).toEvaluate(loadSplit("test", data), {
    accuracy: atLeast(0.93),
    correct: exactly(9352),
    "recall[5]": atLeast(0.88),
    ece: atMost(0.03),
  });
  const model = await loadModel("mlp", weights);
  await expect(model).toEvaluate(loadSplit("test", data), { total: exactly(9) }, { limit: 9 });
  const zeros = { predict: (_: Uint8Array | Float32Array, count: number) => new Float32Array(10 * count) };
  const input = { shape: [1, 28, 28] } as const;
  await expect({ ...zeros, input, gives: "logits" as const }).toEvaluate(loadSplit("test", data), {
    "support[0]": exactly(980),
    "recall[0]": atLeast(1),
  });
});
`;

const bad = `${imports}
const model = loadModel("mlp", weights);
const dataset = loadSplit("test", data);

test("is good", { timeout: 60_000 }, () =>
  expect(model).toEvaluate(dataset, { ece: atMost(0.03), accuracy: atLeast(0.98), "f1[5]": atLeast(0.95) }));
test("is not", () => expect(model).not.toEvaluate(dataset, { accuracy: atLeast(0.98) }));
test("has a figure", () =>
  // @ts-expect-error There is none.
  expect(model).toEvaluate(dataset, { acuracy: atLeast(0.98) }));
test("is a model", () =>
  // @ts-expect-error It is none.
  expect("mlp").toEvaluate(dataset, { accuracy: atLeast(0.98) }));
test("has its model in one place", () =>
  // @ts-expect-error Not there.
  expect(model).toEvaluate(dataset, { accuracy: atLeast(0.98) }, { model: 3 }));
test("has options", () =>
  // @ts-expect-error It is no option.
  expect(model).toEvaluate(dataset, { accuracy: atLeast(0.98) }, 3));
`;

const page = readFileSync(new URL("../../../docs/vitest.md", import.meta.url), "utf8");

/** What the page on it has behind a fence. */
function blockOf(fence: string): string {
  const [, rest = ""] = page.split(`\`\`\`${fence}\n`);
  return rest.slice(0, rest.indexOf("```"));
}

describeShared("toEvaluate in a project of one's own", () => {
  let project: ForeignProject;
  beforeAll(async () => {
    project = await createForeignProject("copied");
    await project.write("good.test.ts", good);
    await project.write("bad.test.ts", bad);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test("passes, or fails with each figure and what is confused most, as the page has it", async () => {
    const { code, text } = await project.vitest();
    expect(code).toBe(1);
    expect(text).toContain(blockOf("console"));
    expect(text).toContain("toEvaluate has no opposite, as there may be several figures");
    expect(text).toContain("model: expected a model as loadModel gives, or a promise of one");
    expect(text).toContain("acuracy: there is no figure acuracy. Did you mean accuracy?");
    expect(text).toContain("toEvaluate: model is no option: it is given in expect(model)");
    expect(text).toContain("toEvaluate: expected an object of options, got 3");
    expect(text).toMatch(/Tests +6 failed \| 1 passed/);
  });

  test("passes in threads of Vitest's, beside its own", async () => {
    const { code, text } = await project.vitest("good", "--pool=threads");
    expect({ code, text }).toMatchObject({ code: 0 });
    expect(text).toMatch(/Tests +1 passed/);
  });

  test("compiles strictly, without a browser's types, and knows figures by name", async () => {
    const compilerOptions = {
      ...{ target: "es2024", lib: ["es2024"], module: "nodenext", types: ["node"] },
      ...{ strict: true, noEmit: true, skipLibCheck: true },
    };
    await project.write("tsconfig.json", JSON.stringify({ compilerOptions }));
    expect(await project.tsc()).toBe("");
  });

  test("passes where packages are linked, which Vitest reads as the project's own", async () => {
    await using linked = await createForeignProject("linked");
    await linked.write("good.test.ts", good);
    const { code, text } = await linked.vitest();
    expect({ code, text }).toMatchObject({ code: 0 });
  });

  test("does so in the page on it", async () => {
    await project.write("page.test.js", blockOf("js digits.test.js"));
    const { code, text } = await project.vitest("page");
    expect({ code, text }).toMatchObject({ code: 0 });
  });
});
