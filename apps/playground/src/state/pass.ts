import { batch, computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { UsageError } from "@evalpool/errors";
import type { Network } from "../networks/network.js";
import { networkInput, type NetworkInput } from "../picture/network-input.js";
import type { Picture } from "../picture/picture.js";
import type { ForwardValues } from "../workers/forward-protocol.js";
import { createForwardThread } from "../workers/forward-thread.js";
import { valueOf } from "./loadable.js";
import { network } from "./network.js";
import { image, label, picture } from "./picture.js";
import { testSet } from "./test-set.js";

/** What a network made of a picture. */
export interface Pass extends ForwardValues, NetworkInput {
  readonly network: Network;
  readonly picture: Picture;
  /** What the picture is, where that is known. */
  readonly label: number | undefined;
}

const latest = signal<Pass | undefined>();
const failure = signal<Error | undefined>();

/**
 * The pass of the network and picture that are there; the one before while it is under way, none
 * while network or picture are not there.
 */
export const pass: ReadonlySignal<Pass | undefined> = latest;

/** Why there is none. */
export const passError: ReadonlySignal<Error | undefined> = failure;

interface Wanted {
  readonly network: Network;
  readonly picture: Picture;
  readonly label: number | undefined;
  readonly input: NetworkInput;
}

const wanted = computed((): Wanted | Error | undefined => {
  const chosen = valueOf(network.current.value);
  const pixels = image.value;
  if (chosen === undefined || pixels === undefined) return noImage();
  const shown = picture.value;
  try {
    const input = networkInput(pixels, chosen.model.graph, shown.kind);
    return { network: chosen, picture: shown, label: label.value, input };
  } catch (error) {
    return error as Error;
  }
});

/** Why there is no image, once its data set is all there. */
function noImage(): UsageError | undefined {
  const set = valueOf(testSet.current.value);
  const shown = picture.value;
  if (shown.kind !== "picked" || !set?.isComplete || shown.index < set.source.count) {
    return undefined;
  }
  const last = set.source.count - 1;
  return new UsageError(`expected an image from 0 to ${last}, got ${shown.index}`);
}

const run = createForwardThread();
let running: Wanted | undefined;

/** What was there before is of another picture, or network. */
function clear(error?: Error): void {
  batch(() => {
    latest.value = undefined;
    failure.value = error;
  });
}

/** Of what is wanted in quick succession, as while a stroke is drawn, the last is run. */
function runWanted(): void {
  const next = wanted.value;
  if (running !== undefined) return;
  if (next === undefined || next instanceof Error) {
    clear(next);
    return;
  }
  running = next;
  const { input, ...of } = next;
  const take = (values: ForwardValues): void => {
    batch(() => {
      latest.value = { ...values, ...input, ...of };
      failure.value = undefined;
    });
  };
  void run(input.bytes, of.network.model)
    .then(take, clear)
    .finally(() => {
      running = undefined;
      if (wanted.peek() !== next) runWanted();
    });
}

effect(runWanted);
