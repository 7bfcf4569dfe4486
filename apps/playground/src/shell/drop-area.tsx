import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { openFiles } from "../files/open-files.js";

/** Takes files that are dropped anywhere on the page, or pasted. */
export function DropArea() {
  const isOver = useSignal(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes("Files") === true;
    const take = (data: DataTransfer | null): void => {
      if (data && data.files.length > 0) void openFiles([...data.files]);
    };
    const drag = (event: DragEvent): void => {
      if (!hasFiles(event.dataTransfer)) return;
      // Else the browser shows a dropped file in place of the page.
      event.preventDefault();
      isOver.value = event.type === "dragover";
      if (event.type === "drop") take(event.dataTransfer);
    };
    for (const type of ["dragover", "drop"] as const) addEventListener(type, drag, { signal });
    addEventListener(
      "dragleave",
      ({ relatedTarget }) => {
        if (relatedTarget === null) isOver.value = false;
      },
      { signal },
    );
    addEventListener("paste", ({ clipboardData }) => take(clipboardData), { signal });
    return () => listening.abort();
  }, []);
  return isOver.value ? (
    <div class="drop-area">
      <p>Drop a network, its weights, the two files of a data set, or a picture</p>
    </div>
  ) : null;
}
