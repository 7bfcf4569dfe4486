import { expect, test } from "vitest";
import { numbersFromText, numbersToText } from "./numbers-in-text.js";

test("numbers come back as they were, to the last bit", () => {
  const numbers = [0.1 + 0.2, -1.3, 1e-300, 1000];
  expect(numbersFromText(numbersToText(numbers), 4)).toEqual(numbers);
});

test.each(["", "1", "1,2,3", "1,", "1,x", "1,Infinity", "1,NaN"])(
  "%j is not two numbers",
  (text) => {
    expect(numbersFromText(text, 2)).toBeUndefined();
  },
);
