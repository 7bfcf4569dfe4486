import { nearest, required, shorten, UsageError } from "@evalpool/errors";
import { MOST_SURPRISE } from "@evalpool/metrics";
import { figureAliases, gateFigures, type Range } from "./gate-figures.js";
import { operators, type FigureIndex, type Gate, type Operator } from "./gate.js";
import { Scanner } from "./scanner.js";

/**
 * Reads a gate, such as `recall[3] >= 0.9`:
 *
 *     gate   = figure operator number
 *     figure = part { "." part }
 *     part   = name { "[" class "]" }
 *     class  = label | name | a JSON string
 *
 * What a name stands for is in `gateFigures`, by its own name or an alias; `top5` is `topK[5]`.
 *
 * @throws {UsageError} that says what was expected, or which figure or number was meant
 */
export function parseGate(text: string): Gate {
  const scanner = new Scanner(text);
  const scanned = scanFigure(scanner);
  const { typed } = scanned;
  const { figure, index } = findFigure(scanned);
  const operator = scanOperator(scanner, figure);
  const number = scanner.take(NUMBER) ?? scanner.fail("a number, as 0.98 or 1e5");
  const isPercent = scanner.take(/%/y) !== undefined;
  const rest = scanner.rest();
  if (/^,\d/.test(rest)) throw new UsageError(commaIn(number + rest, figure));
  if (rest !== "") {
    throw new UsageError(
      `expected nothing after ${number}, got ${shorten(rest, 40)}: each gate is given by itself`,
    );
  }
  const bound = requireBound(figure, typed, number, isPercent);
  return { expression: `${typed} ${operator} ${number}`, figure, at: index, operator, bound };
}

const NAME = /[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z]+)*/y;
/** With a sign, which none may have: it is told so. */
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?/y;
/** A label, or a name of letters. */
const BARE = /[\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)*/uy;
const QUOTED = /"(?:[^"\\]|\\.)*"/y;

interface ScannedFigure {
  /** With `[]` for what brackets hold. */
  readonly path: string;
  readonly at: readonly FigureIndex[];
  /** What brackets hold, as it was written. */
  readonly brackets: readonly string[];
  /** As it was written. */
  readonly typed: string;
}

function scanFigure(scanner: Scanner): ScannedFigure {
  let path = "";
  let typed = "";
  const brackets: string[] = [];
  do {
    const name = scanner.take(NAME) ?? scanner.fail("a figure, as accuracy or recall[3]");
    path += path === "" ? name : `.${name}`;
    typed += typed === "" ? name : `.${name}`;
    while (scanner.take(/\[/y)) {
      const written = scanner.take(BARE) ?? scanner.take(QUOTED);
      if (written === undefined) scanner.fail('a class, as 3, cat or "tabby cat, small"');
      if (!scanner.take(/\]/y))
        scanner.fail(`] after ${shorten(written, 40)}, or all of a name in quotes`);
      path += "[]";
      typed += `[${written}]`;
      brackets.push(written);
    }
  } while (scanner.take(/\./y));
  return { path, at: brackets.map(readIndex), brackets, typed };
}

function readIndex(written: string): FigureIndex {
  if (/^\d+$/.test(written)) return Number(written);
  if (/^-\d+$/.test(written)) {
    throw new UsageError(`expected a label, which is 0 or more, got ${shorten(written, 40)}`);
  }
  if (!written.startsWith('"')) return written;
  try {
    return JSON.parse(written) as string;
  } catch (cause) {
    throw new UsageError(`expected a JSON string, got ${shorten(written, 40)}`, { cause });
  }
}

/** @throws {UsageError} where there is none that is called so */
function findFigure(scanned: ScannedFigure): {
  readonly figure: string;
  readonly index: readonly FigureIndex[];
} {
  const { path, at, typed } = scanned;
  const [, top] = /^top([1-9]\d{0,8})(?:Accuracy)?$/.exec(path) ?? [];
  if (top !== undefined) return { figure: "topK[]", index: [Number(top)] };
  const figure = figureAliases.get(path) ?? path;
  const found = gateFigures.get(figure);
  if (found === undefined) throw new UsageError(unknownFigure(scanned));
  if (found.index === "rank" && !(typeof at[0] === "number" && at[0] > 0)) {
    throw new UsageError(`expected a number of classes, as topK[3], got ${shorten(typed, 40)}`);
  }
  return { figure, index: at };
}

function unknownFigure({ path, brackets, typed }: ScannedFigure): string {
  if (gateFigures.has(`${path}[]`)) {
    const all = gateFigures.has(`macro.${path}`) ? `, or macro.${path} of all` : "";
    return `${path} is of one class: expected ${path}[3]${all}`;
  }
  const shown = (names: Iterable<string>): string[] =>
    [...names].map((name) => name.replaceAll("[]", "[3]"));
  const known = shown(gateFigures.keys());
  const meant = nearest(path.replaceAll("[]", "[3]"), [
    ...known,
    "top3",
    ...shown(figureAliases.keys()),
  ]);
  const hint =
    meant === undefined
      ? ` Known are ${known.join(", ")}.`
      : ` Did you mean ${shorten(withBrackets(meant, brackets), 60)}?`;
  return `there is no figure ${shorten(typed, 40)}.${hint}`;
}

/** A figure's name with the classes that were written, where it has as many brackets. */
function withBrackets(name: string, brackets: readonly string[]): string {
  const [first = "", ...others] = name.split("[3]");
  if (others.length !== brackets.length) return name;
  return others.reduce((text, part, i) => `${text}[${brackets[i] ?? ""}]${part}`, first);
}

/** What people write for an operator. */
const otherSigns: Readonly<Record<string, Operator>> = {
  "≥": ">=",
  "≤": "<=",
  "=>": ">=",
  "=<": "<=",
};

function scanOperator(scanner: Scanner, figure: string): Operator {
  const expected = `one of ${operators.join(", ")}`;
  const typed = scanner.take(/[<>=!≥≤]+/y) ?? scanner.fail(expected);
  const operator = operators.find((known) => known === typed);
  if (operator === undefined) {
    const meant = otherSigns[typed];
    const hint = meant === undefined ? "" : `. Did you mean ${meant}?`;
    throw new UsageError(`expected ${expected}, got ${shorten(typed, 40)}${hint}`);
  }
  if (operator === "==" && rangeOf(figure) !== "count") {
    throw new UsageError(`== is of whole numbers, and ${figure} is none: give >= or <=`);
  }
  return operator;
}

/** Of a number with a comma: it parts thousands of counts, and decimals of all else. */
function commaIn(written: string, figure: string): string {
  const got = shorten(written, 40);
  const meant = got.replaceAll(",", rangeOf(figure) === "count" ? "" : ".");
  return `expected a number without a comma, got ${got}. Did you mean ${meant}?`;
}

/** What no value of a figure is above. */
const mostOf: Readonly<Record<Range, number>> = {
  share: 1,
  score: 2,
  surprise: MOST_SURPRISE,
  count: Infinity,
  amount: Infinity,
};

/** @throws {UsageError} where no value of the figure comes near it */
function requireBound(figure: string, typed: string, written: string, isPercent: boolean): number {
  const bound = Number(written);
  const isNegative = written.startsWith("-");
  const range = rangeOf(figure);
  const most = mostOf[range];
  const isGood = !isPercent && !isNegative && bound <= most && Number.isFinite(bound);
  if (isGood && (range !== "count" || Number.isSafeInteger(bound))) return bound;
  const kind = range === "count" ? "a whole number" : "a number";
  const from = most === Infinity ? " from 0 on" : ` from 0 to ${most}`;
  const expected = most === Infinity && !isNegative ? kind : kind + from;
  // Of what is just above 1 nobody knows whether it was to be per cent.
  const isShare = range === "share" && bound <= 100 && (isPercent ? bound >= 0 : bound >= 2);
  const hint = isShare ? ` Did you mean ${Number((bound / 100).toPrecision(12))}?` : "";
  const got = `${bound}${isPercent ? "%" : ""}`;
  throw new UsageError(`expected ${expected} for ${shorten(typed, 40)}, got ${got}.${hint}`);
}

function rangeOf(figure: string): Range {
  return required(gateFigures.get(figure), "figure").range;
}
