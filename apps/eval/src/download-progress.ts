import { liveLine } from "./terminal/live-line.js";

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
      draw?.(`downloading ${file}  ${bytesOf(received)} of ${bytesOf(expected)}`);
    },
    end() {
      // A run that needed no download may show something else there.
      if (isDrawn) draw?.clear();
    },
  };
}

/** As "1.6 MB", "28.9 KB". */
export function bytesOf(count: number): string {
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} KB` : `${(count / 1e6).toFixed(1)} MB`;
}
