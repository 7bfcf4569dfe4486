import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsOf, pages } from "../../apps/eval/test/docs/pages.js";
import { mnist, runCli } from "../../apps/eval/test/run-cli.js";
import { isForBrowsers, publicPackages } from "../../public-packages.js";
import { sharedDirectory } from "../shared.js";
import { createForeignProject, type ForeignProject } from "./create-project.js";

const MINUTES = 5 * 60_000;

const imports = `
import { loadModel } from "@evalpool/checkpoints/node";
import { openDataset } from "@evalpool/data/node";
import { evaluate } from "@evalpool/eval";
`;
const evaluation = `
const { accuracy } = await evaluate({
  model: loadModel("mlp"),
  dataset: openDataset("synthetic", "test"),
  threads: 2,
});
`;
const script = `${imports}${evaluation}console.log(accuracy);\n`;

// It takes an internet, a minute and 1 GB.
describe.skipIf(!process.env["CI"])(
  "packed packages in projects of others",
  { timeout: MINUTES },
  () => {
    let project: ForeignProject;
    /** As the built command prints it, of the same digits. */
    let accuracy: string;

    beforeAll(async () => {
      const args = ["eval", "--dataset", "synthetic", "--threads", "0", "--json"];
      const { stdout } = await runCli(args);
      accuracy = String((JSON.parse(stdout) as { accuracy: number }).accuracy);
      project = await createForeignProject();
      await project.write("evaluate.js", script);
    }, MINUTES);
    afterAll(() => project[Symbol.asyncDispose]());

    /** Runs it on the Node.js of these tests. */
    const node = (...args: readonly string[]) => project.run(process.execPath, args);
    const evaluated = () => ({ code: 0, stdout: `${accuracy}\n`, stderr: "" });
    /** Absolute path of an older or newer Node.js. */
    const nodeOf = (major: number) => join(project.directory, `node_modules/node${major}/bin/node`);

    test("JavaScript and TypeScript on Node.js 22, 24 and 26", async () => {
      await project.write(
        "evaluate.ts",
        `${script}export const text: string = String(accuracy);\n`,
      );
      for (const major of [22, 24, 26]) {
        // These binaries are of Linux on x64.
        if (!existsSync(nodeOf(major))) continue;
        for (const file of ["evaluate.js", "evaluate.ts"])
          expect(await project.run(nodeOf(major), [file]), `${major}: ${file}`).toEqual(
            evaluated(),
          );
      }
    });

    const strict = {
      target: "es2024",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };

    test("types of all entries, strictly and without a browser's, by the newest TypeScript", async () => {
      await writeImports("types/all.ts", () => true);
      const options = { lib: ["es2024"], module: "nodenext", types: ["node"] };
      await project.write("types/tsconfig.json", {
        compilerOptions: { ...strict, ...options },
        files: ["all.ts"],
      });
      expect(await node("node_modules/typescript/bin/tsc", "-p", "types")).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
    });

    test("types of what a browser runs, without Node's", async () => {
      await writeImports("browser/all.ts", isForBrowsers);
      const options = { lib: ["es2024", "dom"], module: "esnext", moduleResolution: "bundler" };
      await project.write("browser/tsconfig.json", {
        compilerOptions: { ...strict, ...options, types: [] },
        files: ["all.ts"],
      });
      expect(await node("node_modules/typescript/bin/tsc", "-p", "browser")).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
    });

    /** A module that imports entries, and exports all of them. */
    async function writeImports(file: string, isWanted: (entry: string) => boolean): Promise<void> {
      const entries = publicPackages.flatMap((it) => it.entries).filter(isWanted);
      const lines = entries.map((entry, i) => `import * as m${i} from "${entry}";`);
      const all = `export const all = [${entries.map((_, i) => `m${i}`).join(", ")}];`;
      await project.write(file, [...lines, all, ""].join("\n"));
    }

    test("Vitest", async () => {
      await project.write(
        "vitest/accuracy.test.js",
        `${imports}import { expect, test } from "vitest";
      test("reads digits", async () => {
        ${evaluation}
        expect(accuracy).toBe(${accuracy});
      });`,
      );
      const run = await node("node_modules/vitest/vitest.mjs", "run", "--root", "vitest");
      expect(run).toMatchObject({ code: 0, stderr: "" });
      expect(run.stdout).toContain("1 passed");
    });

    test("Vite, for a browser", async () => {
      await writeImports("vite/main.js", isForBrowsers);
      await project.write("vite/index.html", `<script type="module" src="/main.js"></script>`);
      const run = await node(
        "node_modules/vite/bin/vite.js",
        "build",
        "vite",
        "--logLevel",
        "warn",
      );
      expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
    });

    /** Has Vite bundle the script for Node.js. */
    const viteForNode = (name: string, ssr: object) =>
      node(
        "--input-type=module",
        "--eval",
        `import { build } from "vite";
      const output = { ssr: "evaluate.js", outDir: "${name}", target: "node22" };
      await build({ logLevel: "warn", ssr: ${JSON.stringify(ssr)}, build: output });`,
      );

    test("Vite, for Node.js", async () => {
      expect(await viteForNode("vite-out", {})).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(await node("vite-out/evaluate.js")).toEqual(evaluated());
    });

    test("a bundle with the packages in it says that they have to stay outside", async () => {
      expect(await viteForNode("whole", { noExternal: true })).toMatchObject({ code: 0 });
      const { code, stderr } = await node("whole/evaluate.js");
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /: this is a bundle, which lacks files of @evalpool\/\w+: have the bundler leave that package/,
      );
    });

    test.concurrent("webpack", async () => {
      await project.write(
        "webpack.config.js",
        `export default {
        mode: "production",
        target: "node22",
        entry: "./evaluate.js",
        experiments: { outputModule: true },
        output: { module: true, path: import.meta.dirname + "/webpack-out", filename: "out.js" },
        externalsType: "module",
        externals: [/^@evalpool\\//],
      };`,
      );
      const run = await node(
        "--input-type=module",
        "--eval",
        `import webpack from "webpack";
      import config from "./webpack.config.js";
      webpack(config, (error, stats) => console.log(error ?? stats.toString("errors-warnings")));`,
      );
      expect(run).toEqual({ code: 0, stdout: "webpack compiled successfully\n", stderr: "" });
      expect(await node("webpack-out/out.js")).toEqual(evaluated());
    });

    test.concurrent("Next.js", async () => {
      const names = ["checkpoints", "data", "eval"].map((name) => `@evalpool/${name}`);
      const config = { serverExternalPackages: names };
      await project.write("next/next.config.js", `export default ${JSON.stringify(config)};`);
      const layout = "export default ({ children }) => <html><body>{children}</body></html>;";
      await project.write("next/app/layout.js", layout);
      await project.write(
        "next/app/accuracy/route.js",
        `${imports}
      // Evaluated once, by what is built, while it is built.
      export const dynamic = "force-static";
      export async function GET() {
        ${evaluation}
        return Response.json(accuracy);
      }`,
      );
      const run = await node("node_modules/next/dist/bin/next", "build", "next");
      expect(run, run.stderr).toMatchObject({ code: 0 });
      const { stdout } = await project.run("cat", [".next/server/app/accuracy.body"], "next");
      expect(stdout).toBe(accuracy);
    });

    /** How the command is had where nothing is installed, in a directory with this tarball at hand. */
    const waysToRun: Readonly<Record<string, (tarball: string) => readonly string[][]>> = {
      npx: (tarball) => [["npx", "-y", "--package", tarball, "evalpool"]],
      "pnpm dlx": (tarball) => [
        ["npx", "-y", "pnpm@12", `--package=${tarball}`, "dlx", "evalpool"],
      ],
      "npm install --global": (tarball) => [
        ["npm", "install", "--global", "--prefix", ".", tarball, "--"],
        [join(project.directory, "npm install --global/bin/evalpool")],
      ],
    };

    test.concurrent.each(Object.entries(waysToRun))(
      "%s has the command, and nothing else",
      async (way, how) => {
        await mkdir(join(project.directory, way));
        const commands = how(project.tarball("evalpool"));
        for (const [i, [command = "", ...args]] of commands.entries()) {
          const isLast = i === commands.length - 1;
          const all = isLast ? [...args, "eval", "--dataset", "synthetic", "--quiet"] : args;
          const { code, stdout, stderr } = await project.run(command, all, way);
          expect(code, stderr).toBe(0);
          if (isLast) expect(stdout).toBe(`${Number(accuracy).toFixed(4)}\n`);
        }
      },
    );

    test.concurrent("docs/use-from-code.md, to the letter, where node is too old", async (it) => {
      it.skip(!existsSync(nodeOf(20)) || !existsSync(sharedDirectory));
      const { blocks } = pages.find(({ name }) => name === "docs/use-from-code.md")!;
      const mine = "../mine";
      for (const { file, language, line, text } of blocks) {
        if (file !== undefined || language === "ts")
          await project.write(join(mine, file ?? `block-${line}.ts`), text);
      }
      const path = `${dirname(nodeOf(20))}:${process.env["PATH"]}`;
      const env = [`PATH=${path}`, `EVALPOOL_DATA=${sharedDirectory}`];
      const sh = (command: string) => project.run("env", [...env, "sh", "-c", command], mine);

      const [pack, ...installs] = blocks.filter((it) => it.language === "sh").flatMap(commandsOf);
      expect(pack).toBe("npx -y pnpm@12 run pack"); // which made what is installed here
      for (const command of [...installs, "npx tsc"]) {
        const { code, stdout, stderr } = await sh(command);
        expect(code, `${command}: ${stdout}${stderr}`).toBe(0);
      }
      const { line } = blocks.find(({ language }) => language === "ts")!;
      const { code, stdout, stderr } = await sh(`npx -y node@24 block-${line}.ts`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const { stdout: json } = await runCli(["eval", ...mnist, "--json"]);
      const { accuracy, accuracyInterval: interval } = JSON.parse(json) as {
        accuracy: number;
        accuracyInterval: { low: number; high: number };
      };
      expect(stdout.split("\n")[0]).toBe(`${accuracy} ${interval.low} ${interval.high}`);
    });

    test.each([18, 20])("the command says to Node.js %i which one it needs", async (major) => {
      if (!existsSync(nodeOf(major))) return;
      const run = await project.run(nodeOf(major), ["node_modules/evalpool/dist/cli.js"]);
      expect(run).toMatchObject({ code: 2, stdout: "" });
      expect(run.stderr).toMatch(
        /^evalpool: expected Node.js 22\.18 or newer, got v\d+\.\d+\.\d+\n$/,
      );
    });
  },
);
