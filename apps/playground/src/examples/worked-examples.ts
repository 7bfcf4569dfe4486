import { required } from "@evalpool/errors";
import { zoo, type Model } from "@evalpool/models";
import { numbersFromText } from "../state/numbers-in-text.js";

/** A small network whose every number is worked out in the source text. */
export interface WorkedExample {
  /** Of the zoo. */
  readonly id: string;
  readonly model: Model;
  /** The input that the source text takes. */
  readonly inputs: readonly number[];
}

export const workedExamples: readonly WorkedExample[] = [
  workedExample("three-layer", [1.0, 0.5]),
  workedExample("six-layer", [1.0, 0.5, 0.4, 0.9, -1.3]),
];

function workedExample(id: string, inputs: readonly number[]): WorkedExample {
  const { graph, parameters } = required(zoo.get(id), id);
  return { id, model: { graph, parameters: required(parameters, "parameters") }, inputs };
}

/** The example of that name, else the first. */
export function exampleOf(id: string): WorkedExample {
  const found = workedExamples.find((example) => example.id === id) ?? workedExamples[0];
  return required(found, "worked example");
}

/** The values that a text says, else those of the source text. */
export function inputsOf({ inputs }: WorkedExample, text: string): readonly number[] {
  return numbersFromText(text, inputs.length) ?? inputs;
}
