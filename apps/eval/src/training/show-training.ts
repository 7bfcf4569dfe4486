import type { EpochRecord, TrainProgress } from "@evalpool/training";
import { liveLine } from "../terminal/live-line.js";
import { formatClock } from "../terminal/numbers.js";

interface Callbacks {
  onEpoch(record: EpochRecord): void;
  onProgress(progress: TrainProgress): void;
  /** Clears what is not for keeps. */
  end(): void;
}

/** Shows training: one line for each epoch and, on a terminal, one below that keeps changing. */
export function showTraining(epochs: number, stream: NodeJS.WriteStream): Callbacks {
  const live = liveLine(stream);
  const started = performance.now();
  return {
    onEpoch({ epoch, loss, validation, imagesPerSecond }) {
      live?.clear();
      const accuracy = validation ? `  validation ${validation.accuracy.toFixed(4)}` : "";
      const number = String(epoch).padStart(String(epochs).length);
      const speed = `${Math.round(imagesPerSecond).toLocaleString("en-US")} images/s`;
      stream.write(`epoch ${number}/${epochs}  loss ${loss.toFixed(4)}${accuracy}  ${speed}\n`);
    },
    onProgress({ epoch, images, imagesPerEpoch, loss, imagesPerSecond }) {
      const done = epoch - 1 + images / imagesPerEpoch;
      const left = ((performance.now() - started) / done) * (epochs - done);
      const percent = Math.floor((100 * images) / imagesPerEpoch);
      const speed = `${Math.round(imagesPerSecond).toLocaleString("en-US")} images/s`;
      live?.(
        `epoch ${epoch}/${epochs}  ${percent}%  loss ${loss.toFixed(4)}  ${speed}  ${formatClock(left)} left`,
      );
    },
    end() {
      live?.clear();
    },
  };
}
