import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { suiteOf } from "../../../action/suite-of.js";
import { describeShared, sharedDirectory, sharedFile } from "../../../test/shared.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

const guide = new URL("../../../docs/gate-in-ci.md", import.meta.url);
const root = fileURLToPath(new URL("../../..", import.meta.url));

interface Step {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Job {
  readonly steps: readonly {
    readonly uses: string;
    readonly with?: Readonly<Record<string, string>>;
  }[];
}

const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action;

/** One of the API's comments, as it keeps them. */
interface Kept {
  readonly id: number;
  body: string;
}

/** What stands in for GitHub's REST API: comments on pull request 7 of me/digits. */
let api: Server;
let comments: Kept[];
let isForbidden: boolean;
const asked: string[] = [];

async function answer(request: IncomingMessage): Promise<[status: number, content: unknown]> {
  const { method = "", url = "", headers } = request;
  asked.push(`${method} ${url}`);
  if (headers.authorization !== "Bearer secret" || isForbidden) {
    return [403, { message: "Resource not accessible by integration" }];
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { body } = (text === "" ? {} : JSON.parse(text)) as { readonly body: string };
  const { pathname, searchParams } = new URL(url, "http://localhost");
  if (method === "PATCH") {
    const id = Number(pathname.replace("/repos/me/digits/issues/comments/", ""));
    const comment = comments.find((kept) => kept.id === id)!;
    comment.body = body;
    return [200, comment];
  }
  if (pathname !== "/repos/me/digits/issues/7/comments") return [404, { message: "Not Found" }];
  if (method === "POST") {
    comments.push({ id: 1000 + comments.length, body });
    return [201, comments.at(-1)];
  }
  const [page, size] = [Number(searchParams.get("page")), Number(searchParams.get("per_page"))];
  return [200, comments.slice((page - 1) * size, page * size)];
}

beforeAll(async () => {
  api = createServer((request, response) => {
    void answer(request).then(([status, content]) => {
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(content));
    });
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
});
afterAll(() => api.close());
beforeEach(() => {
  comments = [];
  isForbidden = false;
  asked.length = 0;
});

/** What a step of the job ends in. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A job of GitHub's: runs the steps of the action that evaluate and comment, as its runner does. */
async function runAction(
  workspace: string,
  inputs: Readonly<Record<string, string>>,
): Promise<{ readonly evaluated: Ended; readonly commented: Ended; readonly summary: string }> {
  const [outputs, summary, event] = ["outputs", "summary", "event.json"].map((name) =>
    join(workspace, name),
  ) as [string, string, string];
  await writeFile(outputs, "");
  await writeFile(summary, "");
  await writeFile(event, JSON.stringify({ pull_request: { number: 7 } }));
  const { port } = api.address() as AddressInfo;
  const given: Readonly<Record<string, string>> = { token: "secret", ...inputs };
  const runner = {
    PATH: process.env["PATH"],
    EVALPOOL_DATA: sharedDirectory,
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
    GITHUB_EVENT_PATH: event,
    GITHUB_OUTPUT: outputs,
    GITHUB_REPOSITORY: "me/digits",
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: workspace,
  };
  const fill = async (value: string): Promise<string> => {
    const told = await readFile(outputs, "utf8");
    return value.replace(/\$\{\{ (.+?) \}\}/g, (_, name: string) => {
      const [, input] = /^inputs\.(\w+)$/.exec(name) ?? [];
      if (input !== undefined) return given[input] ?? action.inputs[input]!.default ?? "";
      const [, output] = /^steps\.evaluate\.outputs\.(\w+)$/.exec(name) ?? [];
      if (output !== undefined) return new RegExp(`^${output}=(.*)$`, "m").exec(told)?.[1] ?? "";
      expect(name).toBe("github.action_path");
      return root;
    });
  };
  const run = async (name: string): Promise<Ended> => {
    const step = action.runs.steps.find((step) => step.name === name)!;
    const own: Record<string, string> = {};
    for (const [key, value] of Object.entries(step.env ?? {})) own[key] = await fill(value);
    const shell = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      cwd: workspace,
      env: { ...runner, ...own },
    });
    const told = { stdout: "", stderr: "" };
    shell.stdout.on("data", (text: Buffer) => (told.stdout += text.toString()));
    shell.stderr.on("data", (text: Buffer) => (told.stderr += text.toString()));
    const [code] = (await once(shell, "close")) as [number | null];
    return { code, ...told };
  };
  const evaluated = await run("Evaluate");
  return { evaluated, commented: await run("Comment"), summary: await readFile(summary, "utf8") };
}

describe("the action", () => {
  test("evaluates, and comments once, over what it wrote before", async () => {
    const workspace = temporaryDirectory();
    // More comments of people than are on a page.
    comments = Array.from({ length: 130 }, (_, id) => ({ id, body: "looks good" }));
    const inputs = { dataset: "synthetic", gates: "accuracy >= 0.5\n\nrecall[3] >= 0.5\n" };
    const first = await runAction(workspace, inputs);
    expect(first.evaluated).toMatchObject({ code: 0 });
    expect(first.commented).toMatchObject({ code: 0, stdout: "" });
    expect(comments).toHaveLength(131);
    expect(comments.at(-1)!.body).toMatch(/^<!-- evalpool: evalpool -->\n### evalpool\n\n/);
    expect(comments.at(-1)!.body).toContain("| mlp | synthetic | 10,000 |");
    expect(first.summary).toMatch(/^### evalpool\n\n1 evaluation/);
    expect(first.summary).toContain("| mlp | synthetic | 10,000 |");
    const other = await runAction(workspace, { ...inputs, title: "$& other digits" });
    expect(other.summary).toMatch(/^### \$& other digits\n/);
    const again = await runAction(workspace, { ...inputs, gates: "accuracy >= 1" });
    expect(again.evaluated.code).toBe(1);
    expect(again.evaluated.stdout + again.evaluated.stderr).toMatch(/^::error .*accuracy >= 1/m);
    expect(comments).toHaveLength(132);
    expect(comments[130]!.body).toMatch(/gate missed: accuracy .+ 1, got 0/);
    expect(comments[131]!.body).toContain("### $& other digits\n\n1 evaluation");
  });

  test("takes a suite of the repository, whose gates decide", async () => {
    const workspace = temporaryDirectory();
    const suite = { data: { digits: { dataset: "synthetic", limit: 100 } }, models: { mlp: {} } };
    const file = join(workspace, "suite.json");
    await writeFile(file, JSON.stringify({ ...suite, gates: ["accuracy >= 0.5"] }));
    const held = await runAction(workspace, { suite: "suite.json" });
    expect(held.evaluated).toMatchObject({ code: 0 });
    await writeFile(file, JSON.stringify({ ...suite, gates: ["accuracy >= 1"] }));
    expect(await runAction(workspace, { suite: "suite.json" })).toMatchObject({
      evaluated: { code: 1 },
    });
  });

  test("says why where it may not comment, and fails for that no job", async () => {
    const workspace = temporaryDirectory();
    isForbidden = true;
    const { commented } = await runAction(workspace, { dataset: "synthetic" });
    expect(commented).toEqual({
      code: 0,
      stdout: "::warning title=evalpool::no comment: 403 Resource not accessible by integration\n",
      stderr: "",
    });
  });

  test.each([
    [
      { dataset: "synthetic", gates: "accuracy >= 98" },
      "inputs: gates.0: expected a number from 0",
    ],
    [{ suite: "nowhere.json" }, "nowhere.json: no such file"],
  ])("annotates what of %j cannot be done", async (inputs, message) => {
    const { evaluated } = await runAction(temporaryDirectory(), inputs);
    expect(evaluated).toMatchObject({ code: 2, stdout: "" });
    expect(evaluated.stderr).toContain(`::error title=evalpool::${message}`);
    expect(evaluated.stderr).toMatch(/^.*\n$/);
  });

  test("is not guessed at", async () => {
    const workspace = temporaryDirectory();
    expect((await runAction(workspace, { model: "mlp" })).evaluated).toEqual({
      code: 2,
      stdout:
        "::error title=evalpool::expected suite, dataset or data, got none of them: say what to evaluate on\n",
      stderr: "",
    });
    expect(() => suiteOf({ SUITE: "suite.json", MODEL: "mlp" }, "/")).toThrow(
      "suite and model are both given",
    );
  });
});

describeShared("on real images", () => {
  test("the example of the guide does what it says", async () => {
    const [, example = ""] = /^```yaml\n(.+?)^```$/ms.exec(await readFile(guide, "utf8")) ?? [];
    const { jobs } = parse(example) as { readonly jobs: Readonly<Record<string, Job>> };
    const step = jobs["model"]!.steps.find(({ uses }) => uses.includes("/evalpool@"))!;
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with!)));
    const workspace = temporaryDirectory();
    await copyFile(sharedFile("checkpoints/sample_weight.pkl"), join(workspace, "weights.npz"));
    const { evaluated, summary } = await runAction(workspace, step.with!);
    expect(evaluated).toMatchObject({ code: 0 });
    expect(summary).toContain("0.9352");
  });
});

test("paths are of the repository, names and addresses of none", () => {
  const given = { MODEL: "models/net.onnx", DATA: "https://example.org/digits.npz", GATES: "" };
  expect(suiteOf(given, "/repository")).toEqual({
    text: JSON.stringify({
      models: { "net.onnx": { model: "/repository/models/net.onnx" } },
      data: { "digits.npz": { data: "https://example.org/digits.npz" } },
      gates: [],
    }),
  });
  expect(suiteOf({ MODEL: "cnn", DATASET: "mnist" }, "/repository")).toEqual({
    text: JSON.stringify({
      models: { cnn: { model: "cnn" } },
      data: { mnist: { dataset: "mnist" } },
      gates: [],
    }),
  });
});
