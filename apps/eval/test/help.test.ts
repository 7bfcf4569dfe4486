import { expect, test } from "vitest";
import { runCli } from "./run-cli.js";

const commands =
  "eval forward show inspect merge compare suite robustness plot draw train models spec convert worker download".split(
    " ",
  );

test("help lists every command in a line of its own", async () => {
  const { code, stdout, stderr } = await runCli(["help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const list = stdout.slice(stdout.indexOf("Commands:")).trimEnd().split("\n").slice(1);
  expect(list.map((line) => line.trim().split(" ")[0])).toEqual([...commands, "help"]);
  expect(await runCli(["--help"])).toMatchObject({ stdout });
});

test.each(commands)("help on %s begins with examples and fits 80 columns", async (command) => {
  const { code, stdout, stderr } = await runCli(["help", command]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Examples:\n {2}evalpool/);
  expect(stdout).toContain(`\nUsage: evalpool ${command} `);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(await runCli([command, "--help"])).toMatchObject({ stdout });
});

test.each([
  [["forwrad"], "unknown command 'forwrad' (Did you mean forward?)"],
  [["forwrad", "--help"], "unknown command 'forwrad' (Did you mean forward?)"],
  [["help", "forwrad"], "unknown command 'forwrad' (Did you mean forward?)"],
  [["--split", "tset"], "Allowed choices are test, train, validation. Did you mean test?"],
  [["--dataset", "mnits"], "Did you mean mnist?"],
  [["--backend", "wsam"], "Did you mean wasm?"],
  [["train", "--optimizer", "adm"], "Did you mean adam?"],
  [["draw", "mlp", "--format", "mermiad"], "Did you mean mermaid?"],
  [["download", "mnits"], "Did you mean mnist?"],
  [["plot", "sigmod"], "Did you mean sigmoid?"],
  [["--thread", "2"], "Did you mean --threads?"],
  [["compare", "a.json"], "missing required argument 'b'"],
  [["compare", "--samples", "a", "b"], "missing required argument 'a'"],
  [["inspect", "mnist"], "too many arguments"],
])("%j is told with what was meant", async (args, message) => {
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^evalpool: /);
  expect(stderr).toContain(message);
});
