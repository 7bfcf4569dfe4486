export function ExamplesView() {
  return <p>…</p>;
}
