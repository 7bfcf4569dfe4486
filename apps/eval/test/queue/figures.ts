import type { EvaluationResult } from "@evalpool/evaluate";
import { expect } from "vitest";
import { mnist, runCli, weights } from "../run-cli.js";
import type { Running } from "./processes.js";

let usual: Promise<string> | undefined;

/** What does not depend on machines and time. */
function figuresOf(json: string): string {
  const { throughput, timings, config, environment, machines, ...figures } = JSON.parse(
    json,
  ) as EvaluationResult;
  expect([throughput, timings, config, environment, machines ?? []]).not.toContain(undefined);
  return JSON.stringify(figures, undefined, 1);
}

/** That an evaluation ends in what this machine alone finds: 9,352 of 10,000, each image once. */
export async function expectRight(evaluation: Running): Promise<EvaluationResult> {
  usual ??= runCli([...mnist, ...weights, "--json"]).then(({ stdout }) => figuresOf(stdout));
  const { code, stdout, stderr } = await evaluation.ended;
  expect(code, stderr).toBe(0);
  const result = JSON.parse(stdout) as EvaluationResult;
  expect([result.correct, result.total]).toEqual([9352, 10_000]);
  expect(figuresOf(stdout)).toBe(await usual);
  return result;
}
