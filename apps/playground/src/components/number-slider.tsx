import { useId } from "preact/hooks";
import "../styles/number-slider.css";

interface Props {
  readonly name: string;
  readonly value: number;
  /** Ends of the slider; what is typed may lie beyond. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly onValue: (value: number) => void;
}

/** A number that is moved with a slider, or typed. */
export function NumberSlider({ name, value, from, to, step, onValue }: Props) {
  const id = useId();
  return (
    <div class="number-slider">
      <label for={id}>
        <code>{name}</code>
      </label>
      <input
        id={id}
        type="range"
        min={from}
        max={to}
        step={step}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.valueAsNumber)}
      />
      <input
        type="number"
        step="any"
        value={value}
        aria-label={`${name} as a number`}
        onChange={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.valueAsNumber)) onValue(currentTarget.valueAsNumber);
          else currentTarget.value = String(value);
        }}
      />
    </div>
  );
}
