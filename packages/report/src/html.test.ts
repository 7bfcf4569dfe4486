import { expect, test } from "vitest";
import { html, Html, jsonScript } from "./html.js";

const HOSTILE = `</script><script>alert("1")</script>&'<!--`;

test("values are text, in elements and in attributes; HTML and lists of it are kept", () => {
  const list = ["<", 1].map((item) => html`<li>${item}</li>`);
  const { text } = html`<ul title="${HOSTILE}">
    ${list}${undefined}
  </ul>`;
  expect(text).toContain("<li>&#60;</li><li>1</li>");
  expect(text.match(/<[^/]/g)).toEqual(["<u", "<l", "<l"]);
  expect(text.match(/"/g)).toHaveLength(2);
});

test("data in a script cannot end it, and is read as it was", () => {
  const { text } = jsonScript("data", { name: HOSTILE });
  expect(text.match(/<[^\n]/g)).toEqual(["<s", "</"]);
  const json = text.slice(text.indexOf(">") + 1, text.lastIndexOf("<"));
  expect(JSON.parse(json)).toEqual({ name: HOSTILE });
  expect(jsonScript("data", 1)).toBeInstanceOf(Html);
});
