import { missingServers } from "../../../../test/servers.ts";
import { measureJobRates, type JobRates } from "../queue/job-rates.ts";
import { measureLocalWorkers, type LocalWorkers } from "../queue/local-workers.ts";
import { measureSimulations, tabulateSimulations, type Simulations } from "../queue/simulations.ts";
import { queueStores } from "../queue/stores.ts";
import type { Suite } from "../suite.ts";
import { integer, times, type Table } from "../table.ts";

interface QueueFigures {
  readonly simulations: Simulations;
  readonly local?: LocalWorkers;
  readonly rates: readonly JobRates[];
}

/** Many workers over a queue: simulated, and as many as there is room for here. */
export const queue: Suite<QueueFigures> = {
  name: "queue",
  async measure(context) {
    const { quick, log } = context;
    const simulations = await measureSimulations(context);
    if (missingServers !== undefined) {
      log(`queue: without servers, as there is no ${missingServers}`);
      return { simulations, rates: [] };
    }
    const rates: JobRates[] = [];
    for (const store of queueStores) {
      rates.push(await measureJobRates(store, quick ? 100 : 5000));
      log(`${store.name}: jobs timed`);
    }
    return { simulations, rates, local: await measureLocalWorkers(context, queueStores) };
  },
  tabulate: ({ simulations, rates, local }) => [
    tabulateSimulations(simulations),
    ...(rates.length > 0 ? [tabulateRates(rates)] : []),
    ...(local ? [tabulateLocal(local)] : []),
  ],
};

function tabulateRates(rates: readonly JobRates[]): Table {
  return {
    title: "ranges per second through BullMQ, to and from a server on this machine",
    columns: ["store", "handed out", "taken and answered", "parts looked for"],
    rows: rates.map(({ store, ...rate }) => [
      store,
      integer(rate.added),
      integer(rate.worked),
      integer(rate.collected),
    ]),
    notes: [
      "A hundred at a time. Nothing is evaluated; parts have 2.6 KB of JSON. Redis has each write on disk before it answers (`appendfsync always`), PostgreSQL has not (`fsync off`).",
    ],
  };
}

function tabulateLocal({ images, pool, queues }: LocalWorkers): Table {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  return {
    title: `${integer(images)} images, cnn: two workers of one thread over a queue, against a pool of two threads`,
    columns: ["store", "pool", "queue", "queue ÷ pool", "quartiles", "of best", "wanted"],
    rows: queues.map(({ store, ms, ratio, ratioOfBest }) => [
      store,
      seconds(pool.median),
      seconds(ms.median),
      times(ratio.median),
      `${ratio.lowerQuartile.toFixed(2)}–${ratio.upperQuartile.toFixed(2)}`,
      times(ratioOfBest),
      "≤ 1.15×",
    ]),
    notes: [
      "The whole command, from its start to its end. Workers have been started before, and wait; store, workers and coordinator share this machine's cores.",
    ],
  };
}
