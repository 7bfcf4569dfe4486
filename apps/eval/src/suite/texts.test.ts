import { expect, test } from "vitest";
import { toMarkdown } from "./markdown.js";
import { formatSuite } from "./suite-table.js";
import { someSuite } from "./testing/some-suite.js";

test("a table for people, whose lines fit", () => {
  const paint = (_: string, text: string): string => `!${text}`;
  expect(formatSuite(someSuite(), 80, paint).split("\n")).toEqual([
    "model  data  images  accuracy  gates",
    "mlp    test       4    0.7500  none",
    "!mlp    test       4    0.7500  1 of 2 missed",
    "!mlp    test       -         -  failed",
    "",
    "3 evaluations: 1 without gates, 1 missed a gate, 1 failed",
    "time      2.50 s",
    "",
  ]);
  const long = formatSuite(someSuite("a name that goes on for quite some time"), 40, (_, it) => it);
  for (const line of long.split("\n")) expect(line.length).toBeLessThanOrEqual(40);
  expect(formatSuite(someSuite("a\u001b[2J"), 80, (_, it) => it)).toContain("a\\x1b[2J");
});

test("a table in Markdown, of which names make nothing else", () => {
  expect(toMarkdown(someSuite("a|b\n<i>*")).split("\n")).toEqual([
    "### suite.json",
    "",
    "3 evaluations: 1 without gates, 1 missed a gate, 1 failed.",
    "",
    "| model | data | images | accuracy | gates |",
    "| --- | --- | ---: | ---: | --- |",
    "| a\\|b\\\\x0a\\<i\\>\\* | test | 4 | 0.7500 | none |",
    "| a\\|b\\\\x0a\\<i\\>\\* | test | 4 | 0.7500 | **1 of 2 missed** |",
    "| a\\|b\\\\x0a\\<i\\>\\* | test | - | - | **failed** |",
    "",
    '- **a\\|b\\\\x0a\\<i\\>\\* on test**: gate missed: recall\\["a\\|b"\\] \\>= 0.9, got 0.5000',
    "- **a\\|b\\\\x0a\\<i\\>\\* on test**: not there",
    "",
  ]);
});
