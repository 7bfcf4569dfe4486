import { measureSimulations, tabulateSimulations, type Simulations } from "../queue/simulations.ts";
import type { Suite } from "../suite.ts";

interface QueueFigures {
  readonly simulations: Simulations;
}

/** Many workers over a queue. */
export const queue: Suite<QueueFigures> = {
  name: "queue",
  async measure(context) {
    return { simulations: await measureSimulations(context) };
  },
  tabulate: ({ simulations }) => [tabulateSimulations(simulations)],
};
