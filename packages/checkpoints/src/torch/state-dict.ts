import { CheckpointError, listProblems, shorten } from "@evalpool/errors";
import { describe } from "../pickle/describe.js";
import { Inert, TorchTensor } from "../pickle/torch-objects.js";
import { SAVE_STATE_DICT } from "../pickle/torch-dialect.js";

/** The tensors that may be weights, by their names, and what else there is. */
export interface StateDict {
  readonly tensors: ReadonlyMap<string, TorchTensor>;
  readonly skipped: readonly string[];
}

type Dict = ReadonlyMap<string, unknown>;

/** What training scripts file it under. */
const usualNames = ["state_dict", "model_state_dict", "model"];
/** Dicts in dicts that are looked into. */
const MOST_LEVELS = 3;
/** What wrappers of a network put before all of its names: data parallel, compiled. */
const wrappers = /^(?:module\.|_orig_mod\.)/;

/**
 * The dict of tensors that a pickle is or holds: at the top, under a usual name, or under the only
 * name that has one.
 *
 * @param file name for error messages
 * @throws {CheckpointError} when there is none, or more than one to choose from
 */
export function findStateDict(value: unknown, file: string): StateDict {
  let skipped: string[] = [];
  const holdsTensors = tensorFinder();
  for (let level = 0; level <= MOST_LEVELS; level++) {
    if (!(value instanceof Map)) break;
    const inner = innerDict(value as Dict, holdsTensors, file);
    if (inner === undefined) return sort(value as Dict, skipped, file);
    skipped = [...skipped, ...[...(value as Dict).keys()].filter((name) => name !== inner)];
    value = (value as Dict).get(inner);
  }
  const got = value instanceof Inert || value instanceof Map ? "" : `, got ${describe(value)}`;
  throw new CheckpointError(file, `expected a dict of tensors${got}; ${SAVE_STATE_DICT}`);
}

/** Name of the dict to look into; `undefined` where the tensors of this one are meant. */
function innerDict(
  dict: Dict,
  holdsTensors: (dict: Dict) => boolean,
  file: string,
): string | undefined {
  const dicts = [...dict].filter(([, value]) => value instanceof Map && holdsTensors(value));
  const usual = dicts.filter(([name]) => usualNames.includes(name));
  const isOwn = [...dict.values()].some((value) => value instanceof TorchTensor);
  const [first, ...more] = usual.length > 0 ? usual : isOwn ? [] : dicts;
  if (first === undefined) return undefined;
  if (more.length > 0) {
    const names = listProblems([first, ...more].map(([name]) => shorten(name, 40)));
    const advice = `choose in Python: torch.save(torch.load(FILE)["${shorten(first[0], 40)}"], "weights.pt")`;
    throw new CheckpointError(file, `expected one dict of tensors, got ${names}; ${advice}`);
  }
  return first[0];
}

/** Tells whether there are tensors in a dict or in dicts in it; each is looked at once a level. */
function tensorFinder(): (dict: Dict) => boolean {
  const levels = Array.from({ length: MOST_LEVELS + 1 }, () => new Map<Dict, boolean>());
  const holds = (dict: Dict, level = 0): boolean => {
    const known = levels[level];
    const before = known?.get(dict);
    if (known === undefined || before !== undefined) return before ?? false;
    const found = [...dict.values()].some(
      (value) =>
        value instanceof TorchTensor || (value instanceof Map && holds(value as Dict, level + 1)),
    );
    known.set(dict, found);
    return found;
  };
  return (dict) => holds(dict);
}

/** Takes tensors, and skips what is none or is never trained. */
function sort(dict: Dict, skippedBefore: readonly string[], file: string): StateDict {
  const tensors = new Map<string, TorchTensor>();
  const skipped = [...skippedBefore];
  const prefix = commonPrefix(
    [...dict].filter(([, v]) => v instanceof TorchTensor).map(([n]) => n),
  );
  for (const [given, value] of dict) {
    const isTensor = value instanceof TorchTensor;
    const name = isTensor ? given.slice(prefix.length) : given;
    if (isTensor && !value.type.isWhole) tensors.set(name, value);
    else skipped.push(isTensor ? `${name} (${value.type.name})` : name);
  }
  if (tensors.size > 0) return { tensors, skipped };
  const of =
    skipped.length > 0 ? ` beside ${listProblems(skipped.map((s) => shorten(s, 40)))}` : "";
  throw new CheckpointError(file, `expected a dict of tensors of floats, got none${of}`);
}

/** What wrappers put before each name. */
function commonPrefix(names: readonly string[]): string {
  let prefix = "";
  for (;;) {
    const more = wrappers.exec(names[0]?.slice(prefix.length) ?? "")?.[0];
    if (more === undefined || !names.every((name) => name.startsWith(prefix + more))) return prefix;
    prefix += more;
  }
}
