import fc from "fast-check";
import { expect, test } from "vitest";
import { matrixProblem } from "./matrix-problem.js";

test("a square of whole numbers is a confusion matrix", () => {
  const counts = fc.nat({ max: Number.MAX_SAFE_INTEGER });
  const square = fc
    .integer({ min: 1, max: 5 })
    .chain((n) => fc.array(fc.array(counts, { minLength: n, maxLength: n }), { minLength: n, maxLength: n })); // prettier-ignore
  fc.assert(fc.property(square, (matrix) => matrixProblem(matrix) === undefined));
});

test.each([
  ["nothing", null, "expected rows of counts"],
  ["no rows", [], "expected rows of counts"],
  ["a text for a row", ["00"], "row 0: expected counts"],
  ["a row too long", [[0, 1]], "row 0: expected 1 counts, as there are rows, got 2"],
  ["a negative count", [[1, 0], [0, -1]], "row 1, column 1: expected a whole number of images, got -1"], // prettier-ignore
  ["half an image", [[0.5]], "row 0, column 0: expected a whole number of images, got 0.5"],
  ["more than can be counted", [[2 ** 53]], "got 9007199254740992"],
  ["a text for a count", [["1"]], "row 0, column 0: expected a whole number of images, got what is no number"], // prettier-ignore
])("%s is no confusion matrix", (_, value, problem) => {
  expect(matrixProblem(value)).toContain(problem);
});
