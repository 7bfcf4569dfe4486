import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { takeDownFlags } from "./typed-flags.js";

function typed(...args: string[]): string[] {
  const command = new Command("eval")
    .option("--data <path>")
    .option("--weights <file>")
    .option("--class-names <list|file>")
    .option("--scale <x>")
    .option("-e, --exact")
    .option("--limit <n>", "", Number, 5)
    .option("--threads <n>")
    .option("--out <file>")
    .option("--no-progress");
  const flags = takeDownFlags(command);
  command.parse(args, { from: "user" });
  return flags();
}

describe("flags as typed, for whoever makes another part", () => {
  test("are those that say what is evaluated, and no defaults", () => {
    const args = ["--limit", "7", "--threads", "2", "-e", "--out", "a.json", "--no-progress"];
    expect(typed(...args)).toEqual(["--limit", "7", "--exact"]);
    expect(typed("--limit=8")).toEqual(["--limit", "8"]);
    expect(typed()).toEqual([]);
  });

  // A part is sent around: where files lie is nobody's concern.
  test("name files without their directories, and leave what is no file as it is", () => {
    expect(typed("--data", "/home/me/mnist/", "--weights", "../w.npz", "--scale", "1/255")).toEqual(
      ["--data", "mnist", "--weights", "w.npz", "--scale", "1/255"],
    );
    expect(typed("--class-names", "a b,c", "--data", "here")).toEqual([
      ...["--class-names", "a b,c", "--data", "here"],
    ]);
  });

  test.each([
    ["https://me:secret@example.org/a/b.npz", "https://example.org/a/b.npz"],
    ["https://me@example.org:8443/b.npz?sig=secret#secret", "https://example.org:8443/b.npz"],
    ["HTTP:me:secret@example.org/b.npz", "http://example.org/b.npz"],
    ["https://me:sec/ret@example.org/b.npz", "b.npz"],
    ["ftp://me:secret@example.org/b.npz", "b.npz"],
  ])("%s has no secrets left", (address, shown) => {
    expect(typed("--data", address)).toEqual(["--data", shown]);
  });
});
