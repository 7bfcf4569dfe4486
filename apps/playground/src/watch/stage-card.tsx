import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { printable } from "@evalpool/errors";
import { givenName } from "@evalpool/pictures/structure";
import { pass } from "../state/pass.js";
import { figureOf } from "./figure-layout.js";
import { before, classNames, isChange, moment } from "./look.js";
import { channelOf, readoutOf } from "./readout.js";
import type { ShownStage } from "./shown-stage.js";
import { StageFigure } from "./stage-figure.js";
import { stageValues } from "./stage-values.js";
import { unitWeights, type UnitWeights } from "./unit-weights.js";
import { rangeOf, tellRange } from "./value-range.js";
import { WeightsFigure } from "./weights-figure.js";

interface StageCardProps {
  readonly shown: ShownStage;
  /** Its place among the stages; 0 is the input. */
  readonly number: number;
  readonly isLookedInto: boolean;
}

const NO_WEIGHTS: UnitWeights = { data: new Float32Array(0), shape: [0] };

/** A stage: what it is and does, its values as a picture, and what is told of the one pointed at. */
export function StageCard({ shown, number, isLookedInto }: StageCardProps) {
  const { title, sentence, shape, parameters, stage } = shown;
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isLookedInto) card.current?.scrollIntoView({ block: "nearest" });
  }, [isLookedInto]);
  const pointed = useSignal<number | undefined>(undefined);
  const values = useComputed(() =>
    pass.value ? stageValues(shown, moment.value, pass.value, before.value) : new Float32Array(0),
  );
  const figure = useComputed(() => {
    const drawn = figureOf(shape);
    const isImage = stage === undefined && drawn.kind === "maps" && !isChange.value;
    return isImage ? { ...drawn, kind: "image" as const } : drawn;
  });
  const readout = useComputed(() => {
    if (pass.value === undefined || pointed.value === undefined) return "";
    const source = { pass: pass.value, before: before.value, classNames: classNames.value };
    return readoutOf(shown, pointed.value, source).join(" · ");
  });
  const range = useComputed(() => {
    const told = tellRange(rangeOf(values.value));
    return isChange.value ? `change ${told}` : told;
  });
  const hasWeights = stage?.node.parameters["weight"] !== undefined;
  const name = stage && givenName(stage.node);
  return (
    <li ref={card} class={`card stage ${isLookedInto ? "looked" : ""}`} data-value={shown.key}>
      <h3>
        {number > 0 && `${number}. `}
        {name !== undefined && <span class="faint">{printable(name)} </span>}
        {title}
      </h3>
      <p>{sentence}</p>
      <p class="row faint">
        {parameters > 0 && <span>{parameters.toLocaleString("en-US")} parameters</span>}
        <span class="number">{range}</span>
      </p>
      <div class={`stage-body ${hasWeights ? "with-weights" : ""}`}>
        <div>
          <StageFigure
            label={`Values of ${title}`}
            figure={figure}
            values={values}
            pointed={pointed}
            readout={readout}
          />
          <p class="readout number">{readout}</p>
        </div>
        <PointedWeights shown={shown} pointed={pointed} />
      </div>
    </li>
  );
}

/** The weights of the unit or filter that is pointed at, where there are such. */
function PointedWeights(props: {
  readonly shown: ShownStage;
  readonly pointed: { readonly value: number | undefined };
}) {
  const { shown, pointed } = props;
  const channel = useComputed(() =>
    pointed.value === undefined ? undefined : channelOf(shown, pointed.value),
  );
  const network = useComputed(() => pass.value?.network);
  const weights = useComputed(() =>
    channel.value === undefined || network.value === undefined
      ? undefined
      : unitWeights(shown, channel.value, network.value.model),
  );
  const drawn = useComputed(() => weights.value ?? NO_WEIGHTS);
  const noun = shown.stage?.node.op === "dense" ? "unit" : "filter";
  const of = useComputed(() => `${noun} ${channel.value ?? 0}`);
  return weights.value && <WeightsFigure weights={drawn} of={of} />;
}
