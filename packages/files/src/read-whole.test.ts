import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CheckpointError, DataError } from "@evalpool/errors";
import { readWhole } from "./read-whole.js";
import { temporaryDirectory } from "../../../test/temporary-directory.js";

const isPosix = process.platform !== "win32";

test("a file is read up to the very bound, and not past it", async () => {
  const file = join(temporaryDirectory(), "file");
  writeFileSync(file, "12345");
  expect((await readWhole(file, { maxBytes: 5 })).toString()).toBe("12345");
  await expect(readWhole(file, { maxBytes: 4 })).rejects.toThrow(
    new DataError(file, "expected at most 4 bytes, got 5 bytes"),
  );
  writeFileSync(file, "");
  expect(await readWhole(file, { maxBytes: 0 })).toHaveLength(0);
});

test("the error is of the caller's class", async () => {
  const file = join(temporaryDirectory(), "none");
  const toError = (reason: string): CheckpointError => new CheckpointError(file, reason);
  await expect(readWhole(file, { maxBytes: 1, toError })).rejects.toThrow(
    new CheckpointError(file, "no such file or directory"),
  );
});

describe.runIf(isPosix)("what is no regular file is named and refused at once", () => {
  test("a directory", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "d"));
    await expect(readWhole(join(directory, "d"), { maxBytes: 9 })).rejects.toThrow(
      "expected a regular file, got a directory",
    );
  });

  test("a FIFO that nobody writes to", async () => {
    const fifo = join(temporaryDirectory(), "fifo");
    execFileSync("mkfifo", [fifo]);
    await expect(readWhole(fifo, { maxBytes: 9 })).rejects.toThrow(
      "expected a regular file, got a named pipe (FIFO)",
    );
  });

  test("a socket", async () => {
    const socket = join(temporaryDirectory(), "s");
    const server = createServer().listen(socket);
    await once(server, "listening");
    await expect(readWhole(socket, { maxBytes: 9 })).rejects.toThrow(
      "expected a regular file, got a socket",
    );
    server.close();
  });

  test.runIf(existsSync("/dev/zero"))("a device that never ends", async () => {
    await expect(readWhole("/dev/zero", { maxBytes: 9 })).rejects.toThrow(
      "/dev/zero: expected a regular file, got a character device",
    );
  });

  // Of size 0 by its own account.
  test.runIf(existsSync("/proc/self/environ"))("a file that hides its size", async () => {
    await expect(readWhole("/proc/self/environ", { maxBytes: 1e6 })).rejects.toThrow(
      "expected 0 bytes, its size, got more",
    );
  });
});

describe.runIf(isPosix)("a pipe from the shell", () => {
  const node = process.execPath;
  const read = `
    const { readWhole } = await import(${JSON.stringify(new URL("../dist/node.js", import.meta.url).href)});
    const signal = AbortSignal.timeout(2000);
    const show = ({ message, name }) => name + ": " + message;
    console.log(String(await readWhole(process.argv[1], { maxBytes: 8, signal }).catch(show)));`;
  const run = (redirection: string): string =>
    execFileSync("bash", ["-c", `"$NODE" --input-type=module -e "$READ" -- ${redirection}`], {
      env: { ...process.env, NODE: node, READ: read },
      encoding: "utf8",
    }).trim();

  test("is read to its end, up to the bound", () => {
    expect(run("/dev/stdin < <(printf 12345678)")).toBe("12345678");
    expect(run("<(printf 1234; sleep 0.1; printf 5678)")).toBe("12345678");
    expect(run("/dev/stdin < <(printf 123456789)")).toBe(
      "DataError: /dev/stdin: expected at most 8 bytes of a pipe, got more; save it to a file",
    );
    expect(run("/dev/stdin < <(cat /dev/zero)")).toContain(
      "expected at most 8 bytes of a pipe, got more",
    );
  });

  test("that gives nothing is waited for until that is aborted", async () => {
    const child = spawn(node, ["--input-type=module", "-e", read, "--", "/dev/stdin"]);
    child.stdout.setEncoding("utf8");
    const [text] = (await once(child.stdout, "data")) as [string];
    expect(text.trim()).toBe("TimeoutError: The operation was aborted due to timeout");
    child.stdin.end();
  });

  test("that is a regular file is read as one", () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, "12345678");
    expect(run(`/dev/stdin < ${file}`)).toBe("12345678");
  });
});
