import { createInterface } from "node:readline";

/** What a contestant's process is told when it starts, as its one argument in JSON. */
export interface Start {
  /** Where `writeInputs` wrote images, labels, the reference's predictions and weights. */
  readonly directory: string;
  /** The network's name in the zoo, and the shape of its input. */
  readonly network: string;
  readonly input: readonly number[];
  /** Threads to compute with; of ours, 0 computes in the main thread. */
  readonly threads: number;
  /** The same network and weights as an ONNX file, where there is one. */
  readonly onnx?: string | undefined;
}

/** Evaluate the first `images` in batches, `runs` times. */
export interface Lap {
  readonly batchSize: number;
  readonly images: number;
  readonly runs: number;
}

/** How many predictions are the labels, and how many are the float64 reference's. */
export interface Check {
  readonly correct: number;
  readonly agreeing: number;
}

/** What a contestant says of itself when it is ready. */
export interface Introduction {
  readonly version: string;
  /** Threads that it really computes with. */
  readonly threads: number;
  /** The library or backend behind it. */
  readonly backend?: string;
}

export interface Server {
  introduction: Introduction;
  check(batchSize: number): Promise<Check>;
  /** Milliseconds of one run over the images. */
  run(batchSize: number, images: number): Promise<number>;
}

export type Request = { readonly check: number } | { readonly lap: Lap };

/**
 * Answers the parent's requests, one line of JSON each, until it closes stdin. A failure is an
 * answer too.
 */
export async function serve(prepare: (start: Start) => Promise<Server>): Promise<void> {
  try {
    const server = await prepare(JSON.parse(process.argv[2] ?? "") as Start);
    answer(server.introduction);
    for await (const line of createInterface({ input: process.stdin })) {
      answer(await perform(server, JSON.parse(line) as Request));
    }
  } catch (error) {
    answer({ error: error instanceof Error ? error.message : String(error) });
  }
  // A pool of threads that some peers leave behind would keep the process.
  process.exit();
}

async function perform(server: Server, request: Request): Promise<unknown> {
  if ("check" in request) return server.check(request.check);
  const { batchSize, images, runs } = request.lap;
  const ms: number[] = [];
  while (ms.length < runs) ms.push(await server.run(batchSize, images));
  return { ms };
}

function answer(value: unknown): void {
  process.stdout.write(JSON.stringify(value) + "\n");
}
