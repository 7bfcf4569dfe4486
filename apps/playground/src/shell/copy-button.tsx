import { useSignal } from "@preact/signals";
import { tellFailure } from "../state/notice.js";

interface Props {
  readonly what: string;
  readonly text: () => string;
}

/** Copies a text, and says so. */
export function CopyButton({ what, text }: Props) {
  const isCopied = useSignal(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text());
    isCopied.value = true;
    setTimeout(() => {
      isCopied.value = false;
    }, 2000);
  };
  return (
    <button type="button" onClick={() => void copy().catch(tellFailure)}>
      {isCopied.value ? "Copied" : `Copy the ${what}`}
    </button>
  );
}
