import { didYouMean, shorten, type Finding } from "@evalpool/errors";
import { told } from "./told.js";

/** Of more attributes that there are not, how many there are is told. */
const MOST_TOLD = 3;

/** What is told of what is wrong with a spec: expected, got, and what was meant. */
export function specWords(finding: Finding): string | undefined {
  switch (finding.code) {
    case "invalid_union":
      return finding.discriminator === "type" ? unknownType(finding) : undefined;
    case "unrecognized_keys":
      return unknownKeys(finding.keys, keysOf(finding.inst));
    case "invalid_type":
      return `expected ${nouns[finding.expected] ?? finding.expected}, got ${told(finding.input)}`;
    case "invalid_value": {
      const names = finding.values.map(String);
      const hint = typeof finding.input === "string" ? didYouMean(finding.input, names) : "";
      return `expected ${listed(names, "or")}, got ${told(finding.input)}${hint && `.${hint}`}`;
    }
    case "invalid_key":
      // A name in an object: the finding within has its words already.
      return finding.issues.map(({ message }) => message).join(", ");
    case "too_small": {
      const { minimum, inclusive, origin, input } = finding;
      if (origin === "array") return `expected a list of at least ${minimum}, got ${told(input)}`;
      if (origin === "string") return "expected a text that is not empty";
      return `expected a number ${inclusive ? "of at least" : "above"} ${minimum}, got ${told(input)}`;
    }
    case "too_big": {
      const { maximum, inclusive, origin, input } = finding;
      if (origin === "array") return `expected a list of at most ${maximum}, got ${told(input)}`;
      if (origin === "string") return `expected a text of at most ${maximum} characters`;
      return `expected a number ${inclusive ? "of at most" : "below"} ${maximum}, got ${told(input)}`;
    }
    default:
      return undefined;
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  boolean: "true or false",
};

function unknownType({ input, inst }: Finding): string {
  const type: unknown = input instanceof Object && "type" in input ? input.type : undefined;
  const names = typesOf(inst);
  const hint = typeof type === "string" ? didYouMean(type, names) : "";
  const got = `got ${told(type)}${hint && `.${hint}`}`;
  return `expected the name of an operation, as conv2d or dense, ${got}`;
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const first = keys.slice(0, MOST_TOLD).map((key) => {
    const hint = didYouMean(key, known);
    return `there is no ${shorten(key, 40)}${hint && `.${hint}`}`;
  });
  const more = keys.length - first.length;
  const isMeant = first.some((text) => text.includes("Did you mean"));
  const all = isMeant || known.length === 0 ? "" : `; known are ${listed(known, "and")}`;
  return `${first.join(", ")}${more > 0 ? `, and ${more} more` : ""}${all}`;
}

/** Names of an object's fields. */
function keysOf(schema: unknown): string[] {
  const { def } = (schema ?? {}) as { def?: { shape?: object } };
  return Object.keys(def?.shape ?? {});
}

/** Names that the objects of a union go by. */
function typesOf(schema: unknown): string[] {
  const { def } = (schema ?? {}) as { def?: { options?: readonly TypeSchema[] } };
  return (def?.options ?? []).flatMap((option) => option.def.shape.type.def.values);
}

interface TypeSchema {
  readonly def: {
    readonly shape: { readonly type: { readonly def: { readonly values: string[] } } };
  };
}

function listed(names: readonly string[], joint: "and" | "or"): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} ${joint} ${last}` : last;
}
