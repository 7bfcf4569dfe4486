import { DOMParser, onErrorStopParsing } from "@xmldom/xmldom";
import * as Plot from "@observablehq/plot";
import { expect, test } from "vitest";
import { toSvg } from "./svg.js";

const HOSTILE = `<script>alert("1")</script> & ' ]]> \u0000\u001b[31m\u009b \uD800 \uFFFF`;

function chart(text: string) {
  const marks = [Plot.text([text], { frameAnchor: "middle", title: (t: string) => t })];
  return { width: 100, height: 50, marks };
}

test("text of any kind is text, and the file is XML", () => {
  const svg = toSvg([chart(HOSTILE)], { title: HOSTILE, description: HOSTILE });
  const document = new DOMParser({ onError: onErrorStopParsing }).parseFromString(
    svg,
    "image/svg+xml",
  );
  expect(document.getElementsByTagName("script")).toHaveLength(0);
  const shown = `<script>alert("1")</script> & ' ]]> \uFFFD\uFFFD[31m\uFFFD \uFFFD \uFFFD`;
  for (const name of ["title", "desc"]) {
    expect(document.getElementsByTagName(name)[0]!.textContent).toBe(shown);
  }
  const root = document.documentElement!;
  expect(root.namespaceURI).toBe("http://www.w3.org/2000/svg");
  expect(root.getAttribute("viewBox")).toBe("0 0 100 50");
  expect(root.getAttribute("role")).toBe("img");
  expect(root.getAttribute("aria-label")).toBe(shown);
});

test("the same input gives the same bytes, charts stand one below another", () => {
  const draw = () => toSvg([chart("a"), chart("b")], { title: "t", description: "d" });
  expect(draw()).toBe(draw());
  expect(draw()).toMatch(/^<svg [^>]*viewBox="0 0 100 100"/);
  expect(draw()).toContain('<svg y="50"');
});
