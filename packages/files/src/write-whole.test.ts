import { existsSync } from "node:fs";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "@evalpool/errors";
import { removePartials } from "./partial-file.js";
import { createWholeFile, writeWhole } from "./write-whole.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "evalpool-write-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("takes the place of what was there, and leaves nothing else behind", async () => {
  const file = join(directory, "a.txt");
  await writeWhole(file, "old");
  await writeWhole(file, "new");
  expect(await readFile(file, "utf8")).toBe("new");
  expect(await readdir(directory)).toEqual(["a.txt"]);
});

test("says why a file cannot be written, and leaves nothing behind", async () => {
  const taken = join(directory, "taken");
  await mkdir(taken);
  const file = join(directory, "a.txt");
  await writeWhole(file, "");
  await expect(writeWhole(taken, "")).rejects.toThrow(`cannot write ${taken}: `);
  await expect(writeWhole(join(directory, "none", "b"), "")).rejects.toThrow(
    /none.b: no such file or directory$/,
  );
  await expect(writeWhole(join(file, "b"), "")).rejects.toThrow(/a\.txt.b: not a directory$/);
  expect((await readdir(directory)).sort()).toEqual(["a.txt", "taken"]);
});

test("what stands behind a link is where the system finds it, not where the text leads", async () => {
  // `link/..` is `other`, and not the folder that the link lies in.
  await mkdir(join(directory, "other", "deep"), { recursive: true });
  await symlink(join("other", "deep"), join(directory, "link"));
  await writeFile(join(directory, "a.txt"), "mine");
  await writeFile(join(directory, "other", "a.txt"), "old");
  for (const name of ["a.txt", "new.txt"]) {
    await writeWhole(`${directory}/link/../${name}`, "new");
    expect(await readFile(join(directory, "other", name), "utf8")).toBe("new");
  }
  expect(await readFile(join(directory, "a.txt"), "utf8")).toBe("mine");
  await expect(writeWhole(`${directory}/none/../a.txt`, "new")).rejects.toThrow("no such file");
  expect((await readdir(directory)).sort()).toEqual(["a.txt", "link", "other"]);
  expect((await readdir(join(directory, "other"))).sort()).toEqual(["a.txt", "deep", "new.txt"]);
});

test("a file is there once it is kept, and one that is not kept leaves nothing", async () => {
  const file = join(directory, "lines");
  {
    using whole = createWholeFile(file);
    whole.write("one\n");
    whole.write(Buffer.from("two\n"));
    expect(await readdir(directory)).not.toContain("lines");
    await whole.keep();
    expect(await readFile(file, "utf8")).toBe("one\ntwo\n");
  }
  {
    using whole = createWholeFile(file);
    whole.write("three\n");
  }
  expect(await readFile(file, "utf8")).toBe("one\ntwo\n");
  expect(await readdir(directory)).toEqual(["lines"]);
});

test.runIf(process.platform !== "win32")(
  "permissions stay as they were, from the first byte on",
  async () => {
    const file = join(directory, "secret");
    await writeFile(file, "old", { mode: 0o600 });
    {
      using whole = createWholeFile(file);
      whole.write("new");
      const [partial] = (await readdir(directory)).filter((name) => name !== "secret");
      expect((await stat(join(directory, partial!))).mode & 0o777).toBe(0o600);
      await whole.keep();
    }
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toBe("new");
  },
);

test("what a link leads to is replaced, and the link stays", async () => {
  const target = join(directory, "target");
  const link = join(directory, "link");
  await writeFile(target, "old");
  await symlink("target", link);
  await writeWhole(link, "new");
  expect(await readFile(target, "utf8")).toBe("new");
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
});

test("no two partial files have a name in common that could be foretold", async () => {
  const names = new Set<string>();
  for (let i = 0; i < 3; i++) {
    using whole = createWholeFile(join(directory, "a"));
    whole.write("");
    for (const name of await readdir(directory)) names.add(name);
  }
  expect(names.size).toBe(3);
});

test("a name that is as long as a name may be", async () => {
  const file = join(directory, "n".repeat(255));
  await writeWhole(file, "content");
  expect(await readFile(file, "utf8")).toBe("content");
});

test("a process that ends at once removes what is not whole", async () => {
  using one = createWholeFile(join(directory, "one"));
  using two = createWholeFile(join(directory, "two"));
  one.write("1");
  await two.keep();
  expect(await readdir(directory)).toHaveLength(2);
  removePartials();
  expect(await readdir(directory)).toEqual(["two"]);
});

// A device that is always full.
test.runIf(existsSync("/dev/full"))("what is no regular file is not replaced", async () => {
  await expect(writeWhole("/dev/full", "x")).rejects.toThrow(
    new UsageError("cannot write /dev/full: not a regular file"),
  );
});
