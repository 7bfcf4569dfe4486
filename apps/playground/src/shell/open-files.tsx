import { useRef } from "preact/hooks";
import { openFiles } from "../files/open-files.js";

/** Opens networks, weights, images and data sets from this machine; a page takes them dropped, too. */
export function OpenFiles() {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        Open files…
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to open"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // So that the same file can be opened again.
          currentTarget.value = "";
          void openFiles(files);
        }}
      />
    </>
  );
}
