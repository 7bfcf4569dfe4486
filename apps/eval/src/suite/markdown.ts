import { printable } from "@evalpool/errors";
import { formatAccuracy, formatInteger } from "../terminal/numbers.js";
import { countOutcomes, titleOf, troublesOf, verdictOf } from "./outcome-text.js";
import type { EvaluationOutcome, SuiteResult } from "./suite.js";

/** A suite as a section of Markdown, as GitHub and GitLab show it: a table, and what went wrong. */
export function toMarkdown(suite: SuiteResult): string {
  const { evaluations } = suite;
  const troubles = evaluations.flatMap((outcome) =>
    troublesOf(outcome).map((text) => `- **${escape(titleOf(outcome))}**: ${escape(text)}`),
  );
  return [
    `### ${escape(suite.suite)}`,
    "",
    `${countOutcomes(suite)}.`,
    "",
    "| model | data | images | accuracy | gates |",
    "| --- | --- | ---: | ---: | --- |",
    ...evaluations.map(formatRow),
    "",
    ...(troubles.length > 0 ? [...troubles, ""] : []),
  ].join("\n");
}

function formatRow(outcome: EvaluationOutcome): string {
  const { model, data, result, exitCode } = outcome;
  const verdict = verdictOf(outcome);
  const cells = [
    escape(model),
    escape(data),
    result ? formatInteger(result.total) : "-",
    result ? formatAccuracy(result.accuracy) : "-",
    exitCode === 0 ? verdict : `**${verdict}**`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Names and messages as they are read, whatever signs of Markdown or HTML they hold. */
function escape(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>|~#&]/g, (sign) => `\\${sign}`);
}
