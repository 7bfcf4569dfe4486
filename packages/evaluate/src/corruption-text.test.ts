import { expect, test } from "vitest";
import { corruptionText } from "./corruption-text.js";

test("a corruption is told in words", () => {
  const told = corruptionText({ name: "a_new_kind_of_blur", severity: 3 });
  expect(told).toBe("a new kind of blur at severity 3");
});
