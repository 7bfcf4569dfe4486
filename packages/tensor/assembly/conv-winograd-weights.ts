import { panelVectors, winogradVectors } from "./conv-winograd-panels";
import { filterAt } from "./conv-winograd-points";
import { VECTOR } from "./vector";

/** Bytes of packed filters. */
export function winogradPacked(filters: i32, channels: i32): f64 {
  return 36 * <f64>(channels + 1) * <f64>winogradVectors(filters) * <f64>VECTOR;
}

/**
 * Packs filters `[O, I, 3, 3]` into zeroed memory: G·g·Gᵀ, computed in float64 and rounded once, as
 * 36 matrices `[I, O]`. Each is cut into panels, which lie as a dense layer's: a row of zeros to
 * begin sums with, then one for each channel.
 */
export function packWinograd(weight: usize, filters: i32, channels: i32, packed: usize): void {
  const vectors = winogradVectors(filters);
  const rows = <usize>(channels + 1);
  const plane = rows * <usize>vectors * VECTOR;
  let first = 0;
  while (first < vectors) {
    const panel = panelVectors(vectors - first);
    const row = <usize>panel * VECTOR;
    const end = min(filters, (first + panel) << 2);
    for (let filter = first << 2; filter < end; filter++) {
      let from = weight + <usize>(filter * channels) * 36;
      let to = packed + row + (<usize>(filter - (first << 2)) << 2);
      for (let channel = 0; channel < channels; channel++) {
        packFilter(from, to, plane);
        from += 36;
        to += row;
      }
    }
    packed += rows * row;
    first += panel;
  }
}

/** One 3×3 filter into its place in each plane. */
function packFilter(weight: usize, to: usize, plane: usize): void {
  for (let i = 0; i < 6; i++) {
    const g0 = columnAt(i, weight);
    const g1 = columnAt(i, weight + 4);
    const g2 = columnAt(i, weight + 8);
    for (let j = 0; j < 6; j++) {
      store<f32>(to, <f32>filterAt(j, g0, g1, g2));
      to += plane;
    }
  }
}

function columnAt(point: i32, weight: usize): f64 {
  return filterAt(point, load<f32>(weight), load<f32>(weight, 12), load<f32>(weight, 24));
}
