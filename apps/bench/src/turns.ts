import { median, pairedRatio, summarize, type Summary } from "./statistics.ts";

/** How two took turns, or one that had no other. */
export interface Turns {
  /** Milliseconds of one call. */
  readonly ms: Summary;
  readonly peer?: {
    readonly ms: Summary;
    /** Its time ÷ ours, round by round. */
    readonly ratio: Summary;
    /** Its shortest round ÷ ours: what is left of the ratio where nothing disturbs. */
    readonly ratioOfBest: number;
  };
}

/** Times calls of each, in rounds of laps that take so long; what one promises is awaited. */
export async function takeTurns(
  ours: () => unknown,
  theirs: (() => unknown) | undefined,
  { rounds, lapMs }: { readonly rounds: number; readonly lapMs: number },
): Promise<Turns> {
  const own: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // What ran before has filled the caches with its own: that lap does not count.
    await lap(ours, lapMs / 4);
    own.push(await lap(ours, lapMs));
    if (theirs === undefined) continue;
    await lap(theirs, lapMs / 4);
    other.push(await lap(theirs, lapMs));
  }
  const ms = summarize(own);
  if (theirs === undefined) return { ms };
  const ratioOfBest = Math.min(...other) / Math.min(...own);
  return { ms, peer: { ms: summarize(other), ratio: pairedRatio(other, own), ratioOfBest } };
}

/** Median time of as many calls as fill the time. */
export async function lap(call: () => unknown, lapMs: number): Promise<number> {
  const all: number[] = [];
  const end = performance.now() + lapMs;
  do {
    const start = performance.now();
    await call();
    all.push(performance.now() - start);
  } while (performance.now() < end);
  return median(all);
}
