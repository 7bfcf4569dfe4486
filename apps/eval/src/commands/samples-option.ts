import { UsageError } from "@evalpool/errors";
import { STDOUT } from "../terminal/print-result.js";
import { outputFile } from "./parse-options.js";

const toFile = outputFile();

/** For a commander option: a file to write lines to, or `-` for stdout. */
export function lineFile(text: string): string {
  return text === STDOUT ? text : toFile(text);
}

/** The file of an option that may go to stdout, if it is one. */
export function fileOf(name: string | undefined): string | undefined {
  return name === STDOUT ? undefined : name;
}

interface PrintedFlags {
  readonly json?: true;
  readonly samples?: string;
}

/** @throws {UsageError} when two are to go to stdout that a program would have to tell apart */
export function requireOneOnStdout({ json, samples }: PrintedFlags): void {
  if (json && samples === STDOUT) {
    throw new UsageError("--json and --samples - both print to stdout: give --samples a file");
  }
}
