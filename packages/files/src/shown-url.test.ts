import { expect, test } from "vitest";
import { shownUrl } from "./shown-url.js";

test.each([
  ["https://h/a/b.npz?token=secret#secret", "https://h/a/b.npz"],
  ["http://me:secret@h:8080/", "http://h:8080/"],
  ["no address", "no address"],
])("%s is shown as %s", (url, shown) => {
  expect(shownUrl(url)).toBe(shown);
});
