import type { EpochRecord, TrainProgress } from "@evalpool/training";
import { liveLine } from "../terminal/live-line.js";
import { formatAccuracy, formatClock, formatSpeed } from "../terminal/numbers.js";
import { tell } from "../terminal/tell.js";

interface Callbacks {
  readonly onEpoch: (record: EpochRecord) => void;
  readonly onProgress: (progress: TrainProgress) => void;
  /** Clears what is not for keeps. */
  readonly end: () => void;
}

/**
 * Shows training: a line for each epoch and, on a terminal, one below that keeps changing.
 *
 * @param before epochs that were done before
 */
export function showTraining(epochs: number, before: number): Callbacks {
  const live = liveLine(process.stderr);
  const started = performance.now();
  return {
    onEpoch({ epoch, loss, validation, imagesPerSecond }) {
      const accuracy = validation ? `  validation ${formatAccuracy(validation.accuracy)}` : "";
      const number = String(epoch).padStart(String(epochs).length);
      const speed = formatSpeed(imagesPerSecond);
      tell([`epoch ${number}/${epochs}  loss ${loss.toFixed(4)}${accuracy}  ${speed}`]);
    },
    onProgress({ epoch, images, imagesPerEpoch, loss, imagesPerSecond }) {
      const done = epoch - 1 + images / imagesPerEpoch;
      const left = ((performance.now() - started) / (done - before)) * (epochs - done);
      const percent = Math.floor((100 * images) / imagesPerEpoch);
      const speed = formatSpeed(imagesPerSecond);
      live?.(
        `epoch ${epoch}/${epochs}  ${percent}%  loss ${loss.toFixed(4)}  ${speed}  ${formatClock(left)} left`,
      );
    },
    end() {
      live?.clear();
    },
  };
}
