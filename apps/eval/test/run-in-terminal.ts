import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cli } from "./run-cli.js";

/** Whether script(1) is there, with the options of util-linux. */
export const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

export interface Screen {
  readonly code: number | null;
  /** All that the terminal got. */
  readonly output: string;
}

interface TerminalOptions {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed once the terminal shows `until`. */
  readonly typed?: string;
  readonly until?: string;
}

/**
 * Runs the built command in a terminal of its own, by script(1).
 */
export async function runInTerminal(
  args: readonly string[],
  { columns = 80, env = {}, until = "", typed = "" }: TerminalOptions = {},
): Promise<Screen> {
  const quoted = [process.execPath, cli, ...args].map((word) => `'${word}'`).join(" ");
  const command = `stty rows 24 cols ${columns}; exec ${quoted}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    env: { PATH: process.env["PATH"], TERM: "xterm", EVALPOOL_CACHE: "/nonexistent", ...env },
  });
  let output = "";
  let isTyped = false;
  child.stdout.on("data", (text: Buffer) => {
    output += text.toString();
    if (typed === "" || isTyped || !output.includes(until)) return;
    isTyped = true;
    child.stdin.write(typed);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: output.replaceAll("\r\n", "\n") };
}
