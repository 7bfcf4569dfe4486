import { signal, type ReadonlySignal } from "@preact/signals";

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

const current = signal(fromHash(location.hash));

/** Where the visitor is. */
export const place: ReadonlySignal<Place> = current;

addEventListener("hashchange", () => {
  clearTimeout(pending);
  pending = undefined;
  current.value = fromHash(location.hash);
});

/** Goes elsewhere; another view is a step that the browser's Back takes back. */
export function go(change: Partial<Place>): void {
  const before = current.value;
  const next = { ...before, ...change };
  if (toHash(next) === toHash(before)) return;
  if (next.view !== before.view) {
    write();
    history.pushState(null, "", toHash(next));
  }
  current.value = next;
  // While a slider is moved there are more places than browsers take addresses: Safari 100 in 30
  // seconds.
  const pause = written + PAUSE - performance.now();
  if (pause <= 0) write();
  else pending ??= setTimeout(write, pause);
}

/** Milliseconds from one address to the next. */
const PAUSE = 320;
let written = -PAUSE;
let pending: ReturnType<typeof setTimeout> | undefined;

function write(): void {
  clearTimeout(pending);
  pending = undefined;
  written = performance.now();
  history.replaceState(null, "", toHash(current.value));
}

/** The URL's part behind `#`: what is other than at the start. */
export function toHash(place: Place): string {
  const said = Object.entries(place).filter(([key, value]) => value !== start[key as keyof Place]);
  return `#${new URLSearchParams(said).toString()}`;
}

/** What cannot be understood is as at the start. */
export function fromHash(hash: string): Place {
  const said = new URLSearchParams(hash.slice(1));
  const view = said.get("view") ?? start.view;
  return {
    view: Object.hasOwn(views, view) ? (view as View) : start.view,
    model: said.get("model") ?? start.model,
    data: said.get("data") ?? start.data,
    image: said.get("image") ?? start.image,
    layer: said.get("layer") ?? start.layer,
    example: said.get("example") ?? start.example,
    x: said.get("x") ?? start.x,
    functions: said.get("functions") ?? start.functions,
    at: said.get("at") ?? start.at,
    scores: said.get("scores") ?? start.scores,
  };
}
