import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { missingServers } from "../../../test/servers.js";
import { describeShared } from "../../../test/shared.js";
import { commandsOf, contributing, pages, root, withoutRemark, type Block } from "./docs/pages.js";
import { hasDocsPeers } from "./docs/peers.js";
import { createProject, type Project } from "./docs/project.js";
import { python, pythonArguments } from "./docs/python.js";
import { isOfQueue, startQueue } from "./docs/queue-server.js";
import { run } from "./docs/run.js";
import { createWorkplace, type Workplace } from "./docs/workplace.js";
import { runCli } from "./run-cli.js";

/** Commands that are not run here, and why. Every other one in the docs is. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ["npx -y pnpm@12 test", "this is it"],
  ["npx -y pnpm@12 build", "was run, or this would not"],
  ["npx -y pnpm@12 run pack", "test/foreign packs and installs, in projects of others"],
  ["npm install ../evalpool/packed/*.tgz", "the internet; test/foreign does it"],
  ["npm install --save-dev typescript@6 @types/node@24", "the internet; test/foreign does it"],
  ...["npx evalpool download mnist", "npx -y pnpm@12 evalpool download mnist"].map(
    (command): [string, string] => [
      command,
      "the internet; download.test.ts has mirrors of its own",
    ],
  ),
  ["npm ci", "a repository of its own"],
  ["npm install --save-dev ./evalpool-0.1.0.tgz", "the internet; test/foreign does it"],
  [
    "npx -y pnpm@12 playground",
    "runs until it is stopped; apps/playground has a browser look at the page",
  ],
  ["npx vitest run", "a project with Vitest in it; apps/vitest has one, and runs the page's test"],
  [
    "QUEUE_PASSWORD=secret docker compose -f docs/compose.yaml up --build --scale worker=4 --exit-code-from eval",
    "Docker; compose.test.ts runs its commands on a server of its own",
  ],
  ...[
    "npx -y pnpm@12 evalpool download emnist-letters",
    "npx -y pnpm@12 eval --data https://example.org/digits.npz",
  ].map((command): [string, string] => [
    command,
    "the internet; packages/data has servers of its own",
  ]),
  ...[
    "npx -y pnpm@12 bench --shared DIR",
    "npx -y pnpm@12 bench --filter models-mlp",
    "npx -y pnpm@12 bench --tables",
  ].map((command): [string, string] => [
    command,
    "minutes, and peers from the internet; apps/bench tests it",
  ]),
  ...["npx -y pnpm@12 run mutate metrics", "npx -y pnpm@12 run mutate metrics tally.ts"].map(
    (command): [string, string] => [command, "minutes, and Stryker from the internet"],
  ),
]);

/** Where it is absent, commands with it are left out; CI installs it, and leaves out none. */
const hasJq = process.env["CI"] !== undefined || spawnSync("jq", ["--version"]).status === 0;

/** What is behind a command that is not waited for. */
const UNTIL_STOPPED = "# until it is stopped";

const languages = ["sh", "console", "yaml", "json", "csv", "ts", "js", "python"];

/** Room for a page's commands on a busy machine. */
const MINUTES = 5 * 60_000;

let project: Project;
beforeAll(async () => {
  if (python !== "with numpy")
    console.error(`Python in the docs is not run: python3 ${python ?? "is absent"}`);
  if (!hasJq) console.error("Commands with jq in the docs are not run: jq is absent");
  project = await createProject();
});
afterAll(() => project[Symbol.asyncDispose]());

test("a block's language says how it is tested", () => {
  for (const { name, blocks } of pages) {
    for (const { language, line } of blocks)
      expect(languages, `${name}:${line}`).toContain(language);
  }
});

test("the exceptions are commands of the docs", () => {
  const all = pages.flatMap(({ blocks }) => blocks.flatMap(commandsOf)).map(withoutRemark);
  expect(all).toEqual(expect.arrayContaining([...exceptions.keys()]));
});

test("TypeScript in the docs type-checks, strictly and without a browser's types", async () => {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const place = { directory: project.directory, env: process.env };
  expect(await run(place, process.execPath, tsc)).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("links and pictures lead somewhere", () => {
  const all = [...pages, contributing];
  const headings = new Map(
    all.map(({ name, text }) => [
      name,
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
        heading!
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, "")
          .replaceAll(" ", "-"),
      ),
    ]),
  );
  for (const { name, text } of all) {
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (target!.startsWith("https://")) continue;
      const [path, anchor] = target!.split("#") as [string, string?];
      const file = path === "" ? name : join(dirname(name), path);
      expect(existsSync(join(root, file)), `${name}: ${target}`).toBe(true);
      if (anchor !== undefined) expect(headings.get(file), `${name}: ${target}`).toContain(anchor);
    }
  }
});

test("CONTRIBUTING.md names scripts that there are", async () => {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    scripts: Readonly<Record<string, string>>;
  };
  const commands = contributing.blocks.flatMap(commandsOf).map(withoutRemark);
  expect(commands).not.toEqual([]);
  for (const command of commands) {
    const [, name] = /^npx -y pnpm@12 (?:run )?([\w:]+)/.exec(command)!;
    expect([...Object.keys(scripts), "install", "exec"], command).toContain(name);
  }
});

test("the README's table has the flags of eval --help", async () => {
  const { stdout } = await runCli(["eval", "--help"]);
  const flags = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, flag]) => flag!).sort();
  const known = flags(stdout, /^ +(?:-\w, )?(--[\w-]+)/gm).filter((flag) => flag !== "--help");
  expect(flags(pages[0]!.text, /^\| `(--[\w-]+)/gm)).toEqual(known);
});

describeShared("the blocks of a page, one after the other", () => {
  test.concurrent.each(pages)("$name", { timeout: MINUTES }, async (page) => {
    await using place = await createWorkplace();
    const hasQueue = isOfQueue(page.blocks.flatMap(commandsOf)) && missingServers === undefined;
    await using queue = hasQueue ? await startQueue() : undefined;
    for (const { file, text } of page.blocks) {
      if (file !== undefined) await save(place, file, text);
    }
    const exports: string[] = [];
    for (const block of page.blocks) {
      const where = `${page.name}:${block.line}`;
      if (block.language === "json") JSON.parse(block.text);
      if (block.language === "ts" || (block.language === "js" && hasDocsPeers && !block.file))
        await runScript(place, project.file(page, block), block, where);
      if (block.language === "python" && python !== undefined) {
        const args = pythonArguments(page.name, block.text);
        expect(await run(place, "python3", ...args), where).toMatchObject({ code: 0, stderr: "" });
      }
      for (const command of commandsOf(block)) {
        if (command.startsWith("export ")) exports.push(command);
        if (command.startsWith("export ") || exceptions.has(withoutRemark(command))) continue;
        if (!hasJq && /\bjq\b/.test(command)) continue;
        const commands = [...exports, command];
        if (isOfQueue(commands) && queue === undefined) continue;
        if (command.endsWith(UNTIL_STOPPED)) queue?.startWorker(place, commands);
        else await runCommand(place, commands, block, where, queue?.of);
      }
    }
  });
});

async function save({ directory }: Workplace, file: string, text: string): Promise<void> {
  const path = join(directory, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** `console.log(x); // text` must print the text. */
async function runScript(
  place: Workplace,
  file: string,
  { text, language }: Block,
  where: string,
): Promise<void> {
  const { code, stdout, stderr } = await run(place, process.execPath, file);
  // Other libraries than evalpool have something to say.
  const told = language === "js" ? "" : stderr;
  expect({ code, told }, `${where}: ${stderr}`).toEqual({ code: 0, told: "" });
  for (const [, expected] of text.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)) {
    expect(stdout.split("\n"), where).toContain(expected);
  }
}

/** `# exits with N` behind a command says so; a transcript must be what is printed. */
async function runCommand(
  place: Workplace,
  lines: string[],
  block: Block,
  where: string,
  replace = (line: string): string => line,
): Promise<void> {
  const command = lines.at(-1)!;
  const code = Number(/# exits with (\d+)/.exec(command)?.[1] ?? 0);
  const script = ["set -o pipefail", ...lines.map(replace)].join("\n");
  const outcome = await run(place, "bash", "-c", script);
  expect(outcome, `${where}: ${command}\n${outcome.stderr}`).toMatchObject({ code });
  if (block.language !== "console") return;
  const [, transcript] = block.text.split(`$ ${command}\n`);
  expect(steady(outcome.stdout), where).toEqual(steady(transcript!.split(/^\$ /m)[0]!));
}

/** Lines of a transcript without those that tell of the machine and its speed. */
function steady(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => !/^(?:run|by|time|speed|images\/s) /.test(line));
}
