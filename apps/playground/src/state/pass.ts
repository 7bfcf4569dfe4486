import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { fromPlain } from "@evalpool/errors";
import type { Network } from "../networks/network.js";
import { networkInput, type NetworkInput } from "../picture/network-input.js";
import type { ForwardAnswer, ForwardRequest, ForwardValues } from "../workers/forward-protocol.js";
import { valueOf } from "./loadable.js";
import { network } from "./network.js";
import { image, picture } from "./picture.js";

/** What a network made of a picture. */
export interface Pass extends ForwardValues, NetworkInput {
  readonly network: Network;
}

const latest = signal<Pass | undefined>();
const failure = signal<Error | undefined>();

/** The pass of the network and picture that are there; the one before while it is under way. */
export const pass: ReadonlySignal<Pass | undefined> = latest;

/** Why there is none. */
export const passError: ReadonlySignal<Error | undefined> = failure;

interface Wanted {
  readonly network: Network;
  readonly input: NetworkInput;
}

const wanted = computed((): Wanted | Error | undefined => {
  const chosen = valueOf(network.current.value);
  const pixels = image.value;
  if (chosen === undefined || pixels === undefined) return undefined;
  const { kind } = picture.value;
  try {
    const input = networkInput(pixels, chosen.model.graph, kind);
    return { network: chosen, input };
  } catch (error) {
    return error as Error;
  }
});

const worker = new Worker(new URL("../workers/forward-worker.ts", import.meta.url), {
  type: "module",
});
/** The network that the worker has. */
let sent: Network | undefined;
let running: Wanted | undefined;

/** Of what is wanted in quick succession, as while a stroke is drawn, the last is run. */
function runWanted(): void {
  const next = wanted.value;
  if (next === undefined || running !== undefined) return;
  if (next instanceof Error) {
    failure.value = next;
    return;
  }
  running = next;
  const { model } = next.network;
  const request: ForwardRequest = {
    bytes: next.input.bytes,
    ...(sent !== next.network && { model }),
  };
  sent = next.network;
  worker.postMessage(request);
}

worker.onmessage = ({ data }: MessageEvent<ForwardAnswer>) => {
  const ran = running;
  running = undefined;
  if (ran !== undefined) {
    if ("error" in data) {
      sent = undefined;
      failure.value = fromPlain(data.error);
    } else {
      latest.value = { ...data.pass, ...ran.input, network: ran.network };
      failure.value = undefined;
    }
  }
  if (wanted.peek() !== ran) runWanted();
};

effect(runWanted);
