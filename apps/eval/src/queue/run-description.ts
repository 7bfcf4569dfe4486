import { corruptions, severities, type Corruption } from "@evalpool/corruptions";
import { check, listProblems, UsageError } from "@evalpool/errors";
import { parseRun, type RunIdentity } from "@evalpool/evaluate";
import * as z from "zod/mini";
import { sha256Of } from "../sha256-of.js";
import { LARGEST_BLOB } from "./blob.js";
import { LARGEST_NETWORK, type NetworkName } from "./network.js";

/** What a worker has to know of a run, as it is in the store. */
export interface RunDescription {
  readonly evalpoolRun: 1;
  readonly identity: RunIdentity;
  /** The network with its weights, as `writeNetwork` writes it. */
  readonly network: NetworkName;
  /** Where a worker looks for the data that has none of its own. */
  readonly dataset: { readonly name: string; readonly split: string };
  readonly corruption?: Corruption;
}

/** Characters of a data set's name. */
const LONGEST_NAME = 100;

/**
 * Describes a run for workers, as they take it.
 *
 * @throws {UsageError} when they would not
 */
export function describeRun(said: Omit<RunDescription, "evalpoolRun">): RunDescription {
  const { dataset } = said;
  // Names that are looked up are short: others are for people.
  const name = dataset.name.slice(0, LONGEST_NAME).toWellFormed();
  const run: RunDescription = { evalpoolRun: 1, ...said, dataset: { ...dataset, name } };
  try {
    return parseRunDescription(runIdOf(said.identity), run);
  } catch (cause) {
    throw new UsageError(`--queue: workers do not take this run: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/**
 * What a run is called in the store: the same for all that evaluate the same. No whole number, and
 * without ":", as BullMQ asks of ids and names.
 */
export function runIdOf(identity: RunIdentity): string {
  const fields = Object.entries(identity).sort(([a], [b]) => (a < b ? -1 : 1));
  return `run-${sha256Of([JSON.stringify(fields)]).slice(0, 32)}`;
}

/** Whether it may be a run's id: what is not need not be read. */
export function isRunId(id: string): boolean {
  return /^run-[0-9a-f]{32}$/.test(id);
}

function schemaOfRun() {
  const text = z.string().check(z.maxLength(LONGEST_NAME));
  const blob = { sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) };
  return z.strictObject({
    evalpoolRun: z.literal(1),
    identity: z.unknown(),
    network: z.union([
      z.strictObject({ ...blob, bytes: z.int().check(z.positive(), z.maximum(LARGEST_BLOB)) }),
      z.strictObject({
        ...blob,
        bytes: z.int().check(z.positive(), z.maximum(LARGEST_NETWORK)),
        url: z.url({ protocol: /^https?$/ }).check(z.maxLength(2000)),
      }),
    ]),
    // A name is looked up in the registry, and a split among those of the flag: none is a path.
    dataset: z.strictObject({ name: text, split: z.enum(["test", "train", "validation"]) }),
    corruption: z.optional(
      z.strictObject({
        name: z.enum(["identity", ...corruptions]),
        severity: z.literal(severities),
        seed: z.int().check(z.nonnegative(), z.maximum(2 ** 32 - 1)),
      }),
    ),
  });
}

/**
 * Checks a run that is in the store under an id.
 *
 * @throws {RangeError} with the first few problems found
 */
export function parseRunDescription(id: string, value: unknown): RunDescription {
  const checked = check(schemaOfRun(), value);
  if ("problems" in checked) throw new RangeError(`not a run: ${listProblems(checked.problems)}`);
  const { corruption, ...run } = checked.value;
  const identity = parseRun(run.identity);
  const expected = runIdOf(identity);
  if (id !== expected) throw new RangeError(`not a run: expected its id to be ${expected}`);
  return { ...run, identity, ...(corruption && { corruption }) };
}
