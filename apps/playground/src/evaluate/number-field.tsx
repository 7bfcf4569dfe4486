import type { Signal } from "@preact/signals";

interface Props {
  readonly label: string;
  readonly value: Signal<number>;
  readonly most: number;
  readonly disabled: boolean;
}

/** A whole number from 1 on; what is none leaves it as it was. */
export function NumberField({ label, value, most, disabled }: Props) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        min={1}
        max={most}
        required
        value={value.value}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) value.value = currentTarget.valueAsNumber;
          else currentTarget.value = String(value.value);
        }}
      />
    </label>
  );
}
