import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { fittedNetwork, type FittedNetwork } from "../networks/fitted-network.js";
import type { Network } from "../networks/network.js";
import { openZooNetwork } from "../networks/open-zoo-network.js";
import { createChoice, type Choice } from "./choice.js";
import { valueOf, type Loadable } from "./loadable.js";
import { testSet } from "./test-set.js";

const chosen = createChoice<Network>("model", openZooNetwork);

/** The network as it was chosen, whatever is done to images for it. */
export const chosenNetwork = chosen.current;

/** The one that images are made to fit. */
const wanted = signal<Network | undefined>();

/** What makes the images of the data set fit the network, where they do not and something does. */
export const fitting: ReadonlySignal<FittedNetwork | undefined> = computed(() => {
  const network = valueOf(chosen.current.value);
  const format = valueOf(testSet.current.value)?.source.format;
  return network && format && fittedNetwork(network, format);
});

/** Whether that is done. */
export const isFitted: ReadonlySignal<boolean> = computed(
  () => wanted.value !== undefined && wanted.value === valueOf(chosen.current.value),
);

/** Has images made to fit the network that is chosen now, or not. */
export function fit(isWanted: boolean): void {
  wanted.value = isWanted ? valueOf(chosen.current.peek()) : undefined;
}

/** The network that is looked at, with what is done to images for it. */
export const network: Choice<Network> = {
  ...chosen,
  current: computed((): Loadable<Network> => {
    const fitted = isFitted.value ? fitting.value : undefined;
    return fitted ? { status: "ready", value: fitted.network } : chosen.current.value;
  }),
};
