import { didYouMean, shorten } from "@evalpool/errors";
import { told } from "@evalpool/models";

/** What a line says of one image. */
export interface Row {
  readonly index: number;
  readonly label?: number | undefined;
  readonly prediction?: number | undefined;
  readonly probabilities?: readonly number[] | undefined;
}

/** Reads a line. @throws {RangeError} that says what is wrong with it */
export type ParseRow = (line: string) => Row;

/** A line's values, as they were read. */
export type RowValues = Readonly<Partial<Record<keyof Row, unknown>>>;

/** @throws {RangeError} that says which value is not as it should be, and what was expected */
export function rowOf({ index, label, prediction, probabilities }: RowValues): Row {
  return {
    index: wholeNumber(index, "index"),
    ...(label !== undefined && { label: wholeNumber(label, "label") }),
    ...(prediction !== undefined && { prediction: wholeNumber(prediction, "prediction") }),
    ...(probabilities !== undefined && { probabilities: probabilitiesOf(probabilities) }),
  };
}

function wholeNumber(value: unknown, field: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${field}: expected a whole number of at least 0, got ${told(value)}`);
}

function probabilitiesOf(given: unknown): readonly number[] {
  if (!Array.isArray(given) || given.length === 0) {
    throw new RangeError(`probabilities: expected a list of numbers, got ${told(given)}`);
  }
  return given.map((value: unknown, i) => {
    if (typeof value !== "number") {
      throw new RangeError(`probabilities: expected a number, got ${told(value)} for class ${i}`);
    }
    if (value >= 0 && value <= 1) return value;
    throw new RangeError(
      `expected probabilities from 0 to 1, got ${value} for class ${i}: are these logits? ` +
        "softmax makes probabilities of them",
    );
  });
}

/** That there is no such column or field. @param known what there may be, the last of them in words */
export function unknownName(what: string, name: string, known: readonly string[]): RangeError {
  const hint = didYouMean(name, known) || ` Known are ${known.join(", ")}.`;
  return new RangeError(`there is no ${what} ${JSON.stringify(shorten(name, 40))}.${hint}`);
}
