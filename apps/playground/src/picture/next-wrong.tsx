import { useSignal } from "@preact/signals";
import { isStop } from "../evaluate/alone.js";
import { findWrong } from "../evaluate/wrong.js";
import { tellFailure, tellNotice } from "../state/notice.js";
import { pick } from "../state/picture.js";
import { nextOf } from "./pick-images.js";

interface Props {
  /** The image that is looked at, -1 for none. */
  readonly current: number;
  /** Whether an image is among those that are picked from. */
  readonly isWanted: (index: number) => boolean;
}

/** Goes to the next image that the network reads wrong; all of them are evaluated for that once. */
export function NextWrong({ current, isWanted }: Props) {
  const isSearching = useSignal(false);
  const search = async (): Promise<void> => {
    isSearching.value = true;
    try {
      const wrong = await findWrong();
      const next = nextOf(wrong.filter(isWanted), current);
      if (next === undefined) tellNotice("The network reads all of these images right.");
      else pick(next);
    } catch (error) {
      if (!isStop(error)) tellFailure(error);
    } finally {
      isSearching.value = false;
    }
  };
  return (
    <button type="button" disabled={isSearching.value} onClick={() => void search()}>
      {isSearching.value ? "Evaluating …" : "Next wrong one"}
    </button>
  );
}
