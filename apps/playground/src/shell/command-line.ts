import { computed, type ReadonlySignal } from "@preact/signals";
import { DEFAULT_BATCH_SIZE, defaultThreads } from "@evalpool/evaluate";
import { batchSize, threads } from "../evaluate/settings.js";
import { exampleOf, inputsOf } from "../examples/worked-examples.js";
import { functionsOf } from "../functions/functions-shown.js";
import { PICTURE_FILE } from "../picture/save-picture.js";
import { valueOf } from "../state/loadable.js";
import { network } from "../state/network.js";
import { picture } from "../state/picture.js";
import { place } from "../state/place.js";
import type { View } from "../state/place-hash.js";
import { testSet } from "../state/test-set.js";

/** The command that does what a view does; undefined while that is not known. */
export const commandLine: ReadonlySignal<string | undefined> = computed(() => {
  const words = makers[place.value.view]();
  return words && ["evalpool", ...words].map(quoted).join(" ");
});

const makers: Record<View, () => readonly string[] | undefined> = {
  watch() {
    const chosen = valueOf(network.current.value);
    const set = valueOf(testSet.current.value);
    const shown = picture.value;
    if (chosen === undefined) return undefined;
    if (shown.kind !== "picked") return ["forward", ...chosen.flags, "--image", PICTURE_FILE];
    return set && ["forward", ...chosen.flags, ...set.flags, "--index", String(shown.index)];
  },
  evaluate() {
    const chosen = valueOf(network.current.value);
    const set = valueOf(testSet.current.value);
    if (chosen === undefined || set === undefined) return undefined;
    const batches =
      batchSize.value === DEFAULT_BATCH_SIZE ? [] : [`--batch-size=${batchSize.value}`];
    const workers = threads.value === defaultThreads() ? [] : [`--threads=${threads.value}`];
    return ["eval", ...chosen.flags, ...set.flags, ...workers, ...batches];
  },
  examples() {
    const example = exampleOf(place.value.example);
    return ["forward", example.id, ...inputsOf(example, place.value.x).map(String)];
  },
  functions() {
    const names = functionsOf(place.value.functions);
    return names.length > 0 ? ["plot", ...names] : undefined;
  },
};

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
