import { useComputed, useSignal, type Signal } from "@preact/signals";
import { nameClasses } from "@evalpool/metrics";
import type { TestSet } from "../data/test-set.js";
import { valueOf } from "../state/loadable.js";
import { pick, picture } from "../state/picture.js";
import { testSet } from "../state/test-set.js";
import { ImageStrip } from "./image-strip.js";
import { NextWrong } from "./next-wrong.js";
import { nextOf, pageOf, previousOf } from "./pick-images.js";

/** Thumbnails in the strip. */
const STRIP = 12;

/** Picks an image of the data set: from a strip, by class, by index. */
export function ImagePicker() {
  const { current } = testSet;
  const set = valueOf(current.value);
  if (current.value.status === "failed") return null;
  if (set === undefined) return <p class="faint">Images are loading …</p>;
  // Of another set other classes are chosen.
  return <Picker key={set.flags.join(" ")} set={set} />;
}

function Picker({ set }: { readonly set: TestSet }) {
  const chosen = useSignal<number | undefined>(undefined);
  const wanted = useComputed(() => {
    const labels = valueOf(testSet.current.value)?.source.labels ?? new Uint8Array();
    const indices = Array.from(labels.keys());
    return indices.filter((i) => chosen.value === undefined || labels[i] === chosen.value);
  }).value;
  const shown = picture.value;
  const current = shown.kind === "picked" ? shown.index : -1;
  const goTo = (index: number | undefined): void => {
    if (index !== undefined) pick(index);
  };
  return (
    <fieldset class="picker">
      <legend>Images of {set.source.name}</legend>
      <ImageStrip set={set} current={current} indices={pageOf(wanted, current, STRIP)} />
      <div class="row">
        <button type="button" onClick={() => goTo(previousOf(wanted, current))}>
          Previous image
        </button>
        <button type="button" onClick={() => goTo(nextOf(wanted, current))}>
          Next image
        </button>
        <NextWrong
          current={current}
          isWanted={(index) =>
            chosen.value === undefined || set.source.labels[index] === chosen.value
          }
        />
        <ClassFilter set={set} chosen={chosen} />
        <IndexField set={set} current={current} />
      </div>
    </fieldset>
  );
}

interface FilterProps {
  readonly set: TestSet;
  readonly chosen: Signal<number | undefined>;
}

function ClassFilter({ set: { source }, chosen }: FilterProps) {
  return (
    <label>
      Class{" "}
      <select
        value={chosen.value === undefined ? "" : String(chosen.value)}
        onChange={({ currentTarget: { value } }) => {
          chosen.value = value === "" ? undefined : Number(value);
        }}
      >
        <option value="">all</option>
        {nameClasses(source.classes, source.classNames).map((name, label) => (
          <option key={label} value={label}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface IndexProps {
  readonly set: TestSet;
  readonly current: number;
}

function IndexField({ set: { source }, current }: IndexProps) {
  return (
    <label>
      Index{" "}
      <input
        // What is being typed stays, whatever else of the page is made anew.
        key={current}
        type="number"
        min={0}
        max={source.count - 1}
        defaultValue={current < 0 ? "" : current}
        onChange={({ currentTarget }) => {
          const index = currentTarget.valueAsNumber;
          if (index >= 0) pick(Math.floor(index));
        }}
      />
    </label>
  );
}
