import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { classNames as classNamesOf } from "../data/class-names.js";
import { valueOf } from "../state/loadable.js";
import { pass, type Pass } from "../state/pass.js";
import { picture } from "../state/picture.js";
import { place } from "../state/place.js";
import { testSet } from "../state/test-set.js";
import { shownStages } from "./shown-stages.js";
import type { Moment } from "./stage-values.js";

/** How the layers are looked at: which of their values, and whether as what changed. */
export const moment = signal<Moment>("after");
export const isChange = signal(false);

const graph = computed(() => pass.value?.network.model.graph);

/** What each class is called. */
export const classNames = computed(() =>
  graph.value ? classNamesOf(graph.value, valueOf(testSet.current.value)) : [],
);

/** What is shown of the network whose pass is there: its input, then its stages. */
export const stages = computed(() => (graph.value ? shownStages(graph.value) : []));

/** Number of the stage that is looked into; undefined where all are. */
export const looked = computed((): number | undefined => {
  const { layer } = place.value;
  const at = stages.value.findIndex(
    ({ key, stage }) => key === layer || stage?.node.output === layer,
  );
  return at < 0 ? undefined : at;
});

/** The pass before the last stroke began, or when changes were asked for. */
const remembered = signal<Pass | undefined>();

/** What changes are told against, where they are wanted: a pass of the same network. */
export const before: ReadonlySignal<Pass | undefined> = computed(() => {
  if (!isChange.value || remembered.value === undefined) return undefined;
  return remembered.value.network === pass.value?.network ? remembered.value : undefined;
});

let strokes = 0;
effect(() => {
  const shown = picture.value;
  const count = shown.kind === "drawn" ? shown.strokes.length : 0;
  if (count > strokes) remembered.value = pass.peek();
  // Another picture than a drawing is no stroke's doing.
  else if (shown.kind !== "drawn" && !isChange.peek()) remembered.value = undefined;
  strokes = count;
});

// With another network, or none remembered yet, changes count from its first pass on.
effect(() => {
  if (isChange.value && pass.value !== undefined && before.value === undefined) {
    remembered.value = pass.value;
  }
});
