import type { InputFiles, Inputs } from "./inputs.ts";
import type { Peers } from "./peers.ts";
import type { Table } from "./table.ts";

/** What all suites measure with. */
export interface Context {
  readonly inputs: Inputs;
  readonly files: InputFiles;
  readonly peers: Peers;
  /** Few repetitions: to see that it runs, not to measure. */
  readonly quick: boolean;
  /** Says what is going on. */
  readonly log: (line: string) => void;
}

/** One kind of measurement. */
export interface Suite<Data = unknown> {
  /** Also of its file in `results/`. */
  readonly name: string;
  /** Why it cannot be measured with these files; undefined where it can. */
  missing?(files: InputFiles): string | undefined;
  measure(context: Context): Promise<Data>;
  /** The figures for people. */
  tabulate(data: Data): Table[];
  /** An SVG of it. */
  plot?(data: Data): Promise<string>;
}

/** Somebody who could not be measured. */
export interface Absent {
  readonly name: string;
  readonly reason: string;
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
