import { createLoader } from "../state/loadable.js";
import type { FunctionName } from "./functions-shown.js";
import type { CurveName } from "./read-function.js";

/** Points of a curve from -5 to 5. */
export type Curve = readonly { readonly x: number; readonly y: number }[];

/** What is known of the functions by the package that plots them. */
export interface Curves {
  readonly formulas: Readonly<Record<FunctionName, string>>;
  readonly curves: Readonly<Record<CurveName, Curve>>;
}

/** So many that a step is drawn upright. */
const POINTS = 2001;

const loader = createLoader<Curves>();
let isAsked = false;

/** The curves; loaded when they are asked for first, for the package has a library of charts. */
export function curves(): typeof loader.current {
  if (!isAsked) {
    isAsked = true;
    loader.load("curves", async () => {
      const { curve, formulas } = await import("@evalpool/pictures");
      const of = (name: CurveName): Curve => curve(name, POINTS);
      return {
        formulas,
        curves: {
          step: of("step"),
          sigmoid: of("sigmoid"),
          relu: of("relu"),
          identity: of("identity"),
        },
      };
    });
  }
  return loader.current;
}
