import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { encodeIdx, synthesizeDigits } from "@evalpool/mnist";
import { describeShared } from "../../../test/shared.js";
import { mnist, runCli, weights } from "./run-cli.js";
import { hasTerminal, runInTerminal } from "./run-in-terminal.js";

const ESCAPE = "\u001b[";
const CTRL_C = "\u0003";
const slow = ["--split", "train", "--backend", "reference"];

describe.skipIf(!hasTerminal)("in a terminal", () => {
  describeShared("eval", () => {
    test("shows a sign of life, clears it, and marks the result with colour", async () => {
      const { code, output, screen } = await runInTerminal([...mnist, ...weights]);
      expect(code).toBe(0);
      expect(output.startsWith(`${ESCAPE}1Gloading …`)).toBe(true);
      expect(output).toContain(`${ESCAPE}1maccuracy  0.9352${ESCAPE}22m`);
      expect(screen).toMatch(/^accuracy {2}0\.9352 {2}9,352 of 10,000 correct/);
    });

    test("shows progress with speed and time left while it goes on", async () => {
      const { output } = await runInTerminal([...mnist, ...weights, ...slow, "--quiet"]);
      // 56,146 of 60,000
      expect(output).toBe("0.9358\n");
      const shown = await runInTerminal([...mnist, ...weights, ...slow, "--threads", "0"]);
      expect(shown.output).toMatch(/evaluate +\d+% {2}\d+:\d\d left {2}[\d,]+ images\/s/);
    });

    test("NO_COLOR, --no-progress and narrow terminals are honoured", async () => {
      const args = [...mnist, ...weights, "--no-progress"];
      const { output } = await runInTerminal(args, { columns: 40, env: { NO_COLOR: "1" } });
      expect(output).not.toContain(ESCAPE);
      expect(output).toMatch(/^accuracy {2}0\.9352\n {10}9,352 of 10,000 correct\n/);
      for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(40);
    });

    test.each(["0", "2"])(
      "Ctrl-C clears the line and ends it, with %s threads",
      async (threads) => {
        const { code, output, screen } = await runInTerminal(
          [...mnist, ...weights, ...slow, "--repeat", "100", "--threads", threads],
          { until: "images/s", typed: CTRL_C },
        );
        expect({ code, screen }).toEqual({ code: 130, screen: "evalpool: stopped by SIGINT\n" });
        // Never hidden, so there is no way of ending that loses it.
        expect(output).not.toContain(`${ESCAPE}?25l`);
      },
    );
  });

  test("Ctrl-C ends a training with its best weights saved", async () => {
    const directory = await mkdtemp(join(tmpdir(), "evalpool-terminal-"));
    const { images, labels } = synthesizeDigits();
    const some = { data: images.data.subarray(0, 2000 * 784), shape: [2000, 28, 28] };
    await writeFile(join(directory, "train-images-idx3-ubyte"), encodeIdx(some));
    const theirs = { data: labels.data.subarray(0, 2000), shape: [2000] };
    await writeFile(join(directory, "train-labels-idx1-ubyte"), encodeIdx(theirs));
    const out = join(directory, "best.safetensors");
    const { code, output } = await runInTerminal(
      ["train", "--data", directory, "--epochs", "100000", "--out", out],
      { until: "epoch      2/100000", typed: CTRL_C },
    );
    expect(code).toBe(130);
    expect(output).toContain("evalpool: stopped by SIGINT\n");
    expect(output).not.toContain(`${ESCAPE}?25l`);
    expect(await readdir(directory)).toContain("best.safetensors");
    await rm(directory, { recursive: true });
  });
});

describeShared("elsewhere", () => {
  test("nothing is animated and nothing coloured", async () => {
    const { stdout, stderr } = await runCli([...mnist, ...weights], { TERM: "xterm" });
    expect(stderr).toBe("");
    expect(stdout).not.toContain(ESCAPE);
  });

  test("FORCE_COLOR colours all the same", async () => {
    const { stdout } = await runCli([...mnist, ...weights], { FORCE_COLOR: "1" });
    expect(stdout).toContain(`${ESCAPE}1maccuracy  0.9352`);
  });

  test("--quiet prints the accuracy alone", async () => {
    const { code, stdout, stderr } = await runCli([...mnist, ...weights, "--quiet"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("0.9352\n");
  });
});
