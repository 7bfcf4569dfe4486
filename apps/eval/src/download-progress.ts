import { liveLine } from "./terminal/live-line.js";
import { formatBytes } from "./terminal/numbers.js";

/** Shows downloads on a terminal, as one line that keeps changing; elsewhere nothing. */
export interface DownloadProgress {
  readonly onProgress: (file: string, received: number, expected: number) => void;
  /** Clears the line. */
  readonly end: () => void;
}

export function downloadProgress(stream: NodeJS.WriteStream = process.stderr): DownloadProgress {
  const draw = liveLine(stream);
  let isDrawn = false;
  return {
    onProgress(file, received, expected) {
      isDrawn = true;
      const of = Number.isFinite(expected) ? ` of ${formatBytes(expected)}` : "";
      draw?.(`downloading ${file}  ${formatBytes(received)}${of}`);
    },
    end() {
      // A run that needed no download may show something else there.
      if (isDrawn) draw?.clear();
    },
  };
}
