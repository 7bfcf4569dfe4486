import { fileURLToPath } from "node:url";
import { startContestant, type Contestant, type Entry } from "./contestant.ts";
import type { Check, Start } from "./contestants/serve.ts";
import { peerEntries, type AbsentPeer } from "./peers.ts";
import type { Absent, Context } from "./suite.ts";

const evalpool: Omit<Entry, "name"> = {
  command: process.execPath,
  args: [fileURLToPath(new URL("./contestants/evalpool.ts", import.meta.url))],
};

/** Contestants that are ready and have made the right predictions. */
export interface Field extends AsyncDisposable {
  readonly contestants: readonly Contestant[];
  readonly absent: readonly Absent[];
}

/**
 * Starts ours and the peers.
 *
 * @throws {Error} when ours predicts anything but what the float64 reference does; a peer that
 * does is absent
 */
export async function assemble(context: Context, threads: number): Promise<Field> {
  const { inputs, files, peers } = context;
  const { id, input } = inputs.model.graph;
  const { directory } = inputs;
  const start: Start = { directory, network: id, input: input.shape, threads, onnx: files.onnx };
  const contestants = await startOurs(start, context);
  const absent: Absent[] = [];
  for (const entry of peerEntries(peers, start)) {
    try {
      contestants.push(await startChecked(entry, start, context));
    } catch (error) {
      absent.push({ name: entry.name, reason: (error as Error).message });
    }
  }
  return {
    contestants,
    absent,
    async [Symbol.asyncDispose]() {
      for (const contestant of contestants) await contestant[Symbol.asyncDispose]();
    },
  };
}

/** A pool of that many threads; where that is one, also the calling thread without a pool. */
async function startOurs(start: Start, context: Context): Promise<Contestant[]> {
  const ours = [await startChecked({ ...evalpool, name: "evalpool" }, start, context)];
  if (start.threads === 1) {
    const inProcess = { ...evalpool, name: "evalpool, no pool" };
    ours.push(await startChecked(inProcess, { ...start, threads: 0 }, context));
  }
  return ours;
}

async function startChecked(
  entry: Entry | AbsentPeer,
  start: Start,
  { inputs, log }: Context,
): Promise<Contestant> {
  if ("missing" in entry) throw new Error(entry.missing);
  const contestant = await startContestant(entry, start);
  const check = await contestant.check(100);
  log(`${entry.name}, ${start.threads} threads: ${check.correct} correct`);
  const expected: Check = { correct: inputs.correct, agreeing: inputs.predictions.length };
  if (check.correct === expected.correct && check.agreeing === expected.agreeing) return contestant;
  await contestant[Symbol.asyncDispose]();
  throw new Error(
    `${entry.name} predicts otherwise than the float64 reference: ${check.agreeing} of ` +
      `${expected.agreeing} the same, ${check.correct} correct, not ${expected.correct}`,
  );
}
