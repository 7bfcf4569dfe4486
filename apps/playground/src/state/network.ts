import type { Network } from "../networks/network.js";
import { openZooNetwork } from "../networks/open-zoo-network.js";
import { createChoice } from "./choice.js";

/** The network that is looked at. */
export const network = createChoice<Network>("model", openZooNetwork);
