import { vectorsOf } from "./vector";
import { isWide } from "./wide";

/** Whether a panel is of four vectors where so many are left, and narrow blocks are high. */
@inline
export function hasWidePanels(): bool {
  return isWide;
}

/** Vectors of a row of products, which is made of whole pairs. */
@inline
export function winogradVectors(filters: i32): i32 {
  return (vectorsOf(filters) + 1) & ~1;
}

/** Vectors of the next panel of filters where `rest` are left. */
@inline
export function panelVectors(rest: i32): i32 {
  return isWide && rest > 2 ? 4 : 2;
}
