import { channelStride, VECTOR } from "./vector";
import { isWide } from "./wide";

/*
 * A convolution's output columns (filters, and what pads them) are computed some vectors at a time.
 * Such a window reads the channels of all groups that it touches, with zeros for weights between
 * a filter and another group's channel. The last window begins early enough to end with the
 * columns, so that none writes into another pixel.
 */

/** A window: a vector's bytes. */
@unmanaged
export class Columns {
  first: i32;
  vectors: i32;
  /** The channels that it reads. */
  channel: i32;
  channels: i32;
}

/** The window found last: there is only one, so that nothing is allocated. */
const memoryOfFound: usize = memory.data(16, 16);
const found = changetype<Columns>(memoryOfFound);

/** Finds the window for `column` that costs least for each column that is new. */
export function columnsFrom(column: i32, channels: i32, filters: i32, groups: i32): Columns {
  const stride = channelStride(filters);
  let vectors = 1;
  let cost: f64 = Infinity;
  for (let candidate = isWide ? 4 : 2; candidate > 0; candidate >>= 1) {
    if (candidate << 2 > stride) continue;
    locate(column, candidate, stride, channels, filters, groups);
    const fresh = found.first + (candidate << 2) - column;
    const each = <f64>(found.channels * cyclesOf(candidate)) / <f64>fresh;
    if (each < cost) {
      cost = each;
      vectors = candidate;
    }
  }
  locate(column, vectors, stride, channels, filters, groups);
  return found;
}

/** Vectors of the window for `column` where each column has a channel of its own. */
@inline
export function vectorsFrom(column: i32, stride: i32): i32 {
  const rest = (stride - column) >> 2;
  // A window begins earlier rather than be narrow, if there is room.
  if (isWide && stride >= 16 && rest > 2) return 4;
  return stride >= 8 && rest > 1 ? 2 : stride >= 8 && isWide ? 2 : 1;
}

/** About what a channel costs in a block of so many vectors. */
@inline
function cyclesOf(vectors: i32): i32 {
  return isWide ? (vectors == 4 ? 6 : 4) : vectors == 2 ? 6 : 4;
}

function locate(
  column: i32,
  vectors: i32,
  stride: i32,
  channels: i32,
  filters: i32,
  groups: i32,
): void {
  const first = min(column, stride - (vectors << 2));
  const last = min(first + (vectors << 2), filters) - 1;
  const filtersEach = filters / groups;
  const channelsEach = channels / groups;
  const group = first / filtersEach;
  found.first = first;
  found.vectors = vectors;
  found.channel = group * channelsEach;
  found.channels = (last / filtersEach + 1 - group) * channelsEach;
}

/** Bytes of a row of a window's weights. */
@inline
export function rowBytes(window: Columns): usize {
  return <usize>window.vectors * VECTOR;
}

/** The column behind a window. */
@inline
export function endOf(window: Columns): i32 {
  return window.first + (window.vectors << 2);
}
