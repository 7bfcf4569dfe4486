import { simulateRun, type SimulatedRun } from "../queue/simulate-run.ts";

// A process of its own, whose memory is that of the coordinator and of the simulation.
const options = JSON.parse(process.argv[2] ?? "") as SimulatedRun;
process.stdout.write(JSON.stringify(simulateRun(options)));
