import { expect, test } from "vitest";
import { listedClasses } from "./listed-classes.js";
import { verdictOf } from "./verdict.js";

const logits = Float32Array.of(-1, 9, 0);
const probabilities = [0.0001, 0.9998, 0.0001];
const names = ["cat", "dog", "2"];

test("what is predicted, how sure, and whether it is right", () => {
  expect(verdictOf(logits, probabilities, names, 1)).toEqual({
    reading: "reads it as dog",
    share: "99.98 %",
    judgement: { text: "right: the label is dog", isRight: true },
  });
  expect(verdictOf(logits, probabilities, names, 0).judgement).toEqual({
    text: "wrong: the label is cat",
    isRight: false,
  });
  expect(verdictOf(logits, probabilities, names, undefined)).not.toHaveProperty("judgement");
});

test("few classes are listed in their order, of many the likeliest", () => {
  expect(listedClasses(probabilities)).toEqual([0, 1, 2]);
  const many = Array.from({ length: 1000 }, (_, label) => (label * 7) % 1000);
  const likeliest = listedClasses(many);
  expect(likeliest.map((label) => many[label])).toEqual([
    999, 998, 997, 996, 995, 994, 993, 992, 991, 990,
  ]);
});
