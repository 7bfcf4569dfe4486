import { availableParallelism, cpus, loadavg, totalmem } from "node:os";

/** What a measurement holds for. */
export interface Machine {
  readonly cpu: string;
  /** Threads that this process may run side by side. */
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted a core in the minute before: what else the machine was busy with. */
  readonly load: number;
  /** When it was measured, in UTC. */
  readonly date: string;
}

export function machineFacts(): Machine {
  const [load = 0] = loadavg();
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    load: Math.round(load * 100) / 100,
    date: new Date().toISOString().slice(0, 10),
  };
}
