import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { cli, runCli } from "./run-cli.js";

describe("a Node.js that is too old", () => {
  const oldest = packageJson.engines.node.replace(">=", "");

  test.each(["18.20.8", "20.20.2", "22.17.9"])(
    "%s is told which one is needed",
    async (version) => {
      const run = await runCli(["--version"], {}, ["--import", pretend(version)]);
      expect(run).toEqual({
        code: 2,
        stdout: "",
        stderr: `evalpool: expected Node.js ${oldest} or newer, got v${version}\n`,
      });
    },
  );

  test.each([`${oldest}.0`, "24.0.0", "100.0.0"])("%s is not", async (version) => {
    const run = await runCli(["--version"], {}, ["--import", pretend(version)]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
  });

  test("is told before anything is loaded that it may not be able to read", async () => {
    const text = await readFile(cli, "utf8");
    expect(text).not.toMatch(/^import /m);
    expect(text).not.toMatch(/getBuiltinModule|using |\?\?=/);
  });
});

/** A module that makes Node.js say it is another version. */
function pretend(version: string): string {
  const define = (name: string, value: string): string =>
    `Object.defineProperty(process, "${name}", { value: ${value} });`;
  const source =
    define("version", `"v${version}"`) +
    define("versions", `{ ...process.versions, node: "${version}" }`);
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

describe("what V8 compiled", () => {
  async function inCache(env: (directory: string) => Record<string, string>): Promise<string[]> {
    const directory = await mkdtemp(join(tmpdir(), "evalpool-start-"));
    try {
      // Undefined would be the word "undefined".
      const without = { NODE_COMPILE_CACHE: "", TMPDIR: directory };
      const run = await runCli(["--help"], { ...without, ...env(directory) });
      expect(run).toMatchObject({ code: 0, stderr: "" });
      return await readdir(directory, { recursive: true });
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  test("lies in the user's cache, and nothing in the temporary directory", async () => {
    const files = await inCache((directory) => ({
      EVALPOOL_CACHE: "",
      XDG_CACHE_HOME: join(directory, "xdg"),
    }));
    expect(files).toContain("xdg/evalpool/compile-cache");
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(file).toMatch(/^xdg/);
  });

  test("lies nowhere where there is no home, or no cache that it may be in", async () => {
    expect(await inCache(() => ({ EVALPOOL_CACHE: "", HOME: "/dev/null" }))).toEqual([]);
    expect(await inCache((directory) => ({ EVALPOOL_CACHE: join(directory, "none") }))).toEqual([]);
  });

  test("is not taken from where others write", async () => {
    const directory = await mkdtemp(join(tmpdir(), "evalpool-start-"));
    const place = join(directory, "compile-cache");
    await mkdir(place);
    await chmod(place, 0o777);
    const env = { NODE_COMPILE_CACHE: "", EVALPOOL_CACHE: directory };
    expect(await runCli(["--version"], env)).toMatchObject({ code: 0, stderr: "" });
    expect(await readdir(place)).toEqual([]);
    await rm(directory, { recursive: true });
  });
});
