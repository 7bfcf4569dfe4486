/** The views, as the URL names them, and what their tabs say. */
export const views = {
  watch: "Watch",
  evaluate: "Evaluate",
  examples: "Worked examples",
  functions: "Functions",
} as const;

export type View = keyof typeof views;

/** Where a visitor is: what is in the URL, so that it can be shared. */
export interface Place {
  readonly view: View;
  /** Id of the zoo, or `file`: one that was opened. */
  readonly model: string;
  /** Name of a data set, or `file`: one that was opened. */
  readonly data: string;
  /** Index in the data set, `drawn:` and the strokes, or `file`: one that was opened. */
  readonly image: string;
  /** The value that is looked into, by its name; empty for none. */
  readonly layer: string;
  /** Id of a worked example. */
  readonly example: string;
  /** Its input values, with commas between; empty for those of the source text. */
  readonly x: string;
  /** The activation functions that are shown, with commas between. */
  readonly functions: string;
  /** Where they are read. */
  readonly at: string;
  /** What softmax is taken of, with commas between. */
  readonly scores: string;
}

/** Where a visitor is who comes without more than the page's address. */
export const start: Place = {
  view: "watch",
  model: "mlp",
  data: "synthetic",
  image: "0",
  layer: "",
  example: "three-layer",
  x: "",
  functions: "step,sigmoid,relu,softmax,identity",
  at: "1",
  scores: "0,1,2",
};

/** The URL's part behind `#`: what is other than at the start. */
export function toHash(place: Place): string {
  const said = Object.entries(place).filter(([key, value]) => value !== start[key as keyof Place]);
  return `#${new URLSearchParams(said).toString()}`;
}

/** What is not said, or is no view, is as at the start. */
export function fromHash(hash: string): Place {
  const said = new URLSearchParams(hash.slice(1));
  const keys = Object.keys(start) as (keyof Place)[];
  const words = keys.map((key) => [key, said.get(key) ?? start[key]] as const);
  const { view, ...others } = Object.fromEntries(words) as Record<keyof Place, string>;
  return { ...others, view: Object.hasOwn(views, view) ? (view as View) : start.view };
}
