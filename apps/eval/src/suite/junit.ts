import { escapeControls } from "@evalpool/errors";
import { gateText, type GateOutcome } from "@evalpool/evaluate";
import { titleOf } from "./outcome-text.js";
import type { EvaluationOutcome, SuiteResult } from "./suite.js";

/** A test of a report: an evaluation itself, or one of its gates. */
interface TestCase {
  readonly name: string;
  readonly ms: number;
  readonly trouble?: { readonly kind: "failure" | "error"; readonly message: string };
}

/**
 * A suite as JUnit XML, as Jenkins' `junit-4.xsd` has it and GitLab reads it: a test suite for each
 * evaluation, a test that it gives a result, and one for each gate.
 */
export function toJUnit({ suite, totalMs, evaluations }: SuiteResult): string {
  const suites = evaluations.map((outcome) => ({ outcome, cases: casesOf(outcome) }));
  const all = suites.flatMap(({ cases }) => cases);
  const lines = suites.flatMap(({ outcome, cases }) => [
    `  <testsuite ${attributes({
      name: titleOf(outcome),
      ...counts(cases),
      time: seconds(outcome.result?.timings.totalMs ?? 0),
      ...timestampOf(outcome),
    })}>`,
    ...cases.flatMap((test) => formatCase(test, `${suite}.${titleOf(outcome)}`)),
    "  </testsuite>",
  ]);
  const whole = attributes({ name: suite, ...counts(all), time: seconds(totalMs) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${whole}>`,
    ...lines,
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOf({ result, errors = [] }: EvaluationOutcome): TestCase[] {
  const message = errors.join("; ");
  const trouble = result === undefined && { trouble: { kind: "error", message } as const };
  return [
    { name: "gives a result", ms: result?.timings.totalMs ?? 0, ...trouble },
    ...(result?.gates ?? []).map(caseOf),
  ];
}

function caseOf(gate: GateOutcome): TestCase {
  const trouble = !gate.held && { trouble: { kind: "failure", message: gateText(gate) } as const };
  return { name: gate.expression, ms: 0, ...trouble };
}

function formatCase({ name, ms, trouble }: TestCase, classname: string): string[] {
  const open = `    <testcase ${attributes({ name, classname, time: seconds(ms) })}`;
  if (trouble === undefined) return [`${open}/>`];
  const { kind, message } = trouble;
  return [
    `${open}>`,
    `      <${kind} ${attributes({ message })}>${escape(message)}</${kind}>`,
    "    </testcase>",
  ];
}

function counts(cases: readonly TestCase[]): Record<"tests" | "failures" | "errors", string> {
  const count = (kind: "failure" | "error"): string =>
    String(cases.filter(({ trouble }) => trouble?.kind === kind).length);
  return { tests: String(cases.length), failures: count("failure"), errors: count("error") };
}

/** Without parts of a second and time zone, which some readers refuse; it is of UTC. */
function timestampOf({ result }: EvaluationOutcome): { readonly timestamp?: string } {
  const startedAt = result?.timings.startedAt;
  return startedAt === undefined
    ? {}
    : { timestamp: startedAt.slice(0, "2026-01-01T00:00:00".length) };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(" ");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** What XML has signs of its own for, or none at all: there control characters are not allowed. */
function escape(text: string): string {
  const written = (code: number): string => `\\u${code.toString(16).padStart(4, "0")}`;
  return escapeControls(text, written)
    .replace(/[\ufffe\uffff]/g, (char) => written(char.charCodeAt(0)))
    .replace(/[&<>"]/g, (char) => entities[char] ?? char);
}
