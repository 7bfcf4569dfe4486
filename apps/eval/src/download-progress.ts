import { liveLine } from "./live-line.js";

type LiveLine = Awaited<ReturnType<typeof liveLine>>;

/** Shows downloads on a terminal, as one line that keeps changing; elsewhere nothing. */
export interface DownloadProgress {
  readonly onProgress: (file: string, received: number, expected: number) => void;
  /** Clears the line. */
  readonly end: () => Promise<void>;
}

export function downloadProgress(stream: NodeJS.WriteStream = process.stderr): DownloadProgress {
  // Begun with the first download: a run that needs none has nothing to load for it.
  let live: Promise<LiveLine> | undefined;
  let line: string | undefined;
  return {
    onProgress(file, received, expected) {
      line = `downloading ${file}  ${bytesOf(received)} of ${bytesOf(expected)}`;
      if (!stream.isTTY) return;
      live ??= liveLine(stream);
      void live.then((draw) => {
        if (line !== undefined) draw?.(line);
      });
    },
    async end() {
      line = undefined;
      (await live)?.clear();
    },
  };
}

/** As "1.6 MB", "28.9 KB". */
export function bytesOf(count: number): string {
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} KB` : `${(count / 1e6).toFixed(1)} MB`;
}
