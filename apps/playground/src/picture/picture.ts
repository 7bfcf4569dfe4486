import type { PlanarImage } from "@evalpool/pictures";
import type { Strokes } from "./strokes.js";

/** What goes into the network. */
export type Picture =
  | { readonly kind: "drawn"; readonly strokes: Strokes }
  | { readonly kind: "picked"; readonly index: number }
  | { readonly kind: "file"; readonly name: string; readonly image: PlanarImage };
