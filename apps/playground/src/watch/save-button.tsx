import { encodeNpz } from "@evalpool/arrays";
import { saveFile } from "../files/save-file.js";
import { tellFailure } from "../state/notice.js";
import { pass } from "../state/pass.js";
import { valuesFile } from "./values-file.js";

/** Saves all values of the pass as NumPy reads them. */
export function SaveButton() {
  return (
    <button
      type="button"
      title="All values as an NPZ file for NumPy"
      onClick={() => {
        saveValues().catch(tellFailure);
      }}
    >
      Save values
    </button>
  );
}

async function saveValues(): Promise<void> {
  const saved = pass.value;
  if (saved === undefined) return;
  const { graph } = saved.network.model;
  const outputs = graph.nodes.map(({ output }) => output);
  const bytes = await encodeNpz(valuesFile(saved, outputs), { isCompressed: true });
  saveFile(`${graph.id}-values.npz`, bytes, "application/zip");
}
