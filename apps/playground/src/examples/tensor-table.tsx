interface Props {
  readonly label: string;
  readonly rows: readonly TensorRow[];
}

interface TensorRow {
  readonly name: string;
  /** As NumPy prints it. */
  readonly text: string;
}

/** Tensors, each beside what it is called. */
export function TensorTable({ label, rows }: Props) {
  return (
    <div class="scrolled" role="region" aria-label={label} tabIndex={0}>
      <table class="tensors">
        <tbody>
          {rows.map(({ name, text }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
