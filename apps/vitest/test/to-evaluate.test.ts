import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { required } from "@evalpool/errors";
import { describeShared, sharedDirectory, sharedFile } from "../../../test/shared.js";
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
`;

describeShared("toEvaluate in a project of one's own", () => {
  let project: ForeignProject;
  beforeAll(async () => {
    project = await createForeignProject("copied");
    await project.write("good.test.ts", good);
    await project.write("bad.test.ts", bad);
  });
  afterAll(() => project[Symbol.asyncDispose]());

  test("passes, or fails with each figure that is missed and what is confused most", async () => {
    const { code, text } = await project.vitest();
    expect(code).toBe(1);
    expect(text).toContain(
      [
        "expected mlp to evaluate well on 10000 images of mnist test",
        "",
        "  missed  accuracy >= 0.98, got 0.9352",
        "  missed  f1[5] >= 0.95, got 0.9115",
        "  held    ece <= 0.03, got 0.0256",
        "",
        "most often ",
      ].join("\n"),
    );
    expect(text).toContain("toEvaluate has no opposite, as there may be several figures");
    expect(text).toContain("acuracy: there is no figure acuracy. Did you mean accuracy?");
    expect(text).toMatch(/Tests +4 failed \| 1 passed/);
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
    const page = await readFile(new URL("../../../docs/vitest.md", import.meta.url), "utf8");
    const [, script] = /```js digits\.test\.js\n(.*?)```/s.exec(page) ?? [];
    await project.write("page.test.js", required(script, "script"));
    const { code, text } = await project.vitest("page");
    expect({ code, text }).toMatchObject({ code: 0 });
  });
});
